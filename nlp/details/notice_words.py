"""The words by which people ask about each topic of the privacy notice.

Terms are separated by commas; `term=3` weighs three, others one. A word ending in `~` is a stem; `..` stands for at
most three words. Case, accents and punctuation do not matter.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.notice import NoticeTopic as T
from bot.domain.request import Language

_EN: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "what data=2, what .. information=1, which data=2, what do you know about=3, "
    "what do you hold=3, what do you keep=2, what do you store=3, what do you collect=2, collected=1, collect=1, "
    "recorded=2, store~=1, is my card=2, my card number=1, see my=1, kind of data=2, stored after=1, keeping my=1, "
    "what happens to my=1",
    T.WHY: "why=1, why do you need=3, why do u need=3, why does=1, what for=2, purpose~=3, legal basis=3, "
    "need my=2, what do you do with=3, what do you actually do=3, what in the world do you do=3, "
    "what would you do with=3, what grounds=4, used for=2, use my=1, use on=1, basis=1, need your=1, do with=1",
    T.RECIPIENTS: "who do you share=3, share~=2, shared with=3, pass~ .. to=2, pass on=2, passed=1, give .. to=1, "
    "who sees=3, who can see=3, who else=2, who gets=3, who receives=3, third part~=3, partners=3, recipients=3, "
    "can see=1, sees my=2, hand over=2, which companies=3, who has access=3, access to my=1, employees=1, "
    "processors=2, get my=1, gets my=1, get from you=2, disclose~=2, who you pass=3, transfer~=1, who opened=2, "
    "see my=2, see what i=2, seen by=2, look at it=1, who reads=3, given to=2, records over=2, who has opened=2",
    T.SALE: "sell my=4, sell .. data=4, sell .. info~=4, sell .. details=4, sell .. address~=4, do you sell=1, "
    "sold=2, selling .. data=4, selling .. info~=4, selling my=4, sale of=2, data sold=4, sell it=2, sell them=2",
    T.RETENTION: "how long=4, retention=4, keep .. for=1, stored for=2, years=1, storage period=4, delete after=2, "
    "destroyed=2, still keep=3, period=1, how many years=3, hang on to=2, erased=1, when is it deleted=3, "
    "do u keep=2, do you keep=2, are they kept=2, until what year=4, when is it erased=4, wipe~=1",
    T.MARKETING: "newsletter~=2, marketing=2, promotion~=2, unsubscribe=3, offers=1, why am i getting=1, mailing=2",
    T.ADVERTISING: "cookie~=4, advert~=3, ads=3, tracking=3, track me=3, pixel~=3, retarget~=3, targeted=3, "
    "personali~ ads=3, banner~=2, browsing=2, advertising id=4, follow~ me=2",
    T.RIGHTS: "my rights=4, rights do i=4, what rights=4, rights=2, can i ask=2, entitled=2, how do i request=2",
    T.CONTACT: "who is .. data protection officer=4, who is .. dpo=4, controller=4, who is responsible=4, "
    "responsible for my=3, contact details of=2, whom do i contact=3, who do i contact=3, privacy team=2, "
    "postal address=2, where do i write=3, representative=3, head office=2, write to=1",
    T.REGULATOR: "regulator~=4, ico=3, information commissioner=4, supervisory authority=4, watchdog=3, "
    "data protection authority=4, complain to=2, attorney general=3",
    T.CHANGES: "policy change~=4, notice change~=4, privacy notice update=4, changes to=2, "
    "change to your privacy=4, changed your=2, new policy=3, new privacy=3, new wording=3, updated your=3, "
    "updated our privacy=3, new terms=2",
    T.VOLUNTARY: "do i have to=4, mandatory=4, compulsory=4, obliged to give=4, voluntary=4, optional=3, must i=3, "
    "required to give=4, refuse to give=3, have to give=4, have to provide=4, without giving=3, if i don t give=4",
    T.ANONYMISED: "anonymi~=5, anonymous data=4, aggregat~=4, statistic~=2, research=1, de identif~=4",
    T.ORIGIN: "where did you get=5, where did u get=5, how did you get=5, how come you have=5, how did you find=3, "
    "how did you come by=5, how do you come to have=5, come by=3, where .. from=1, did you obtain=5, you obtained=4, "
    "which source=4, source of=3, never gave=2, got my=2, never bought=2, who gave you=5, origin=2, "
    "bought the list=3, how did you know=4, how do you know=3, find me=2",
}

_DE: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "welche daten=3, was wisst=3, was wissen sie=3, was speicher~=3, was habt ihr=2, "
    "was haben sie=2, gespeichert=1, speichert=1, erhoben=2, erfasst=2, aufgezeichnet=2, was passiert mit meinen=2, "
    "was passiert mit den=2, was sammel~=2, welche angaben=2, kundendaten=1",
    T.WHY: "warum=2, wieso=2, weshalb=2, wozu=3, wofür=3, zweck~=3, rechtsgrundlage=3, was macht ihr mit=3, "
    "was machen sie mit=3, braucht ihr=1, benötigen sie=1, brauchen sie=1, verwendet=1, benutzt ihr=1, genutzt=1",
    T.RECIPIENTS: "an wen=4, weitergegeben=3, weitergebt=3, gebt .. weiter=3, geben .. weiter=3, weitergabe=3, "
    "empfänger=3, dritte~=3, partner~=2, wer sieht=3, wer liest=3, wer bekommt=3, wer hat zugriff=3, zugriff=2, "
    "einsicht=2, sehen können=2, können .. sehen=2, übermittl~=2, auftragsverarbeiter=2, geteilt=2, teilt ihr=3, "
    "weiter=1, gebt ihr=1, geben sie=1, gegeben=1, drittländer~=2, wer hört=2, mitlesen=3, liest mit=3, "
    "habt ihr denen=2, gegeben haben=1, eure mitarbeiter=1",
    T.SALE: "verkauf~=4, verkäuf~=4, verkaufen=4, weiterverkauf~=5, handel mit daten=4",
    T.RETENTION: "wie lange=5, speicherdauer=5, aufbewahr~=4, löschfrist~=5, für welche dauer=4, "
    "wann .. gelöscht=3, wann .. vernichtet=4, dauer=1, wie viele jahre=4, hebt ihr=2, frist~=1",
    T.MARKETING: "newsletter=2, werbemail~=3, marketing=3, abmelden=2, abbestellen=3, angebote=1, werbenachricht~=3",
    T.ADVERTISING: "cookie~=4, anzeigen=3, werbung=3, tracking=4, tracken=4, pixel=3, zielgruppe~=3, werbe id=4, "
    "banner=2, personalisiert~=2, verfolgt=2, surfverhalten=3",
    T.RIGHTS: "welche rechte=5, meine rechte=4, rechte habe=4, betroffenenrechte=5, rechte=2, zustehen=2",
    T.CONTACT: "verantwortlich~=4, datenschutzbeauftragte~=2, wer ist verantwortlich=5, ansprechpartner~=3, "
    "wohin schreibe=3, postanschrift=3, an wen wende=5, kontaktdaten .. datenschutz~=3, vertreter=2",
    T.REGULATOR: "aufsichtsbehörde~=5, datenschutzbehörde~=5, behörde~=3, landesbeauftragte~=4, ico=3",
    T.CHANGES: "änder~ .. datenschutz~=4, datenschutz~ .. geändert=4, geändert~=2, neue datenschutz~=4, "
    "aktualisier~=3, neue fassung=4, änderung~=3, neue bestimmungen=3",
    T.VOLUNTARY: "freiwillig=5, muss ich=4, pflicht~=3, verpflichtet=3, optional=3, ohne angabe=4, verweiger~=2, "
    "angeben müssen=3, zwingend=4",
    T.ANONYMISED: "anonymi~=5, statistik~=3, aggregiert~=4, auswertung~=2, forschung=2",
    T.ORIGIN: "woher=5, wie kommt ihr=4, wie kommen sie=4, quelle=4, nie angegeben=3, herkunft=4, bezogen haben=3, "
    "nie .. bestellt=2, wer hat ihnen=4, wer hat euch=4, stammt=3, wie habt ihr=2, landete=1",
}

_FR: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "quelles données=3, que savez vous=4, quelles informations=3, conservez vous sur moi=3, "
    "collectez=2, collectées=2, enregistr~=2, que gardez vous=3, qu avez vous=2, que stockez=3",
    T.WHY: "pourquoi=3, à quoi=2, dans quel but=4, finalité~=4, base légale=4, que faites vous=4, à quoi sert=3, "
    "à quoi servent=3, utilis~=1, avez vous besoin=2, besoin de=1",
    T.RECIPIENTS: "à qui=3, avec qui=4, partage~=3, transmet~=3, transmis~=3, communiqu~ .. à=3, destinataires=4, "
    "tiers=2, partenaires=3, qui voit=4, qui peut voir=4, qui lit=3, qui a accès=4, accès=1, prestataires=3, "
    "sous traitants=3, qui reçoit=4, divulgu~=3, donn~ .. à=1, quelles entreprises=4",
    T.SALE: "vend~=4, vente de=3, revend~=5, vendu~=4, vendez=4, commercialis~=3",
    T.RETENTION: "combien de temps=5, durée=4, conserv~=2, gardez vous=2, combien d années=5, quand .. effac~=3, "
    "quand .. supprim~=3, détruit~=2, archiv~=1, combien de mois=4",
    T.MARKETING: "newsletter~=2, infolettre=3, démarchage=3, marketing=3, désabonn~=3, désinscri~=3, promo~=2",
    T.ADVERTISING: "cookie~=4, publicité~=4, pubs=3, pub=3, ciblage=4, ciblée~=3, traceur~=4, pixel~=3, "
    "bannière~=2, suivi=1, pist~=2, navigation=2, identifiant publicitaire=5",
    T.RIGHTS: "mes droits=5, quels droits=5, quels sont .. droits=5, droits=2, ai je le droit=4",
    T.CONTACT: "responsable du traitement=5, responsable de .. données=5, qui est responsable=5, dpo=3, délégué=2, "
    "qui contacter=5, à qui écrire=5, à qui m adresser=5, adresse postale=3, coordonnées .. dpo=4, représentant=3",
    T.REGULATOR: "cnil=4, autorité=4, régulateur=5, gendarme=3, ico=3, autorité de contrôle=5, plainte auprès=4",
    T.CHANGES: "modifi~ .. politique=4, changement~=3, chang~=2, nouvelle politique=5, mise à jour=4, "
    "nouvelle version=4, politique .. modifi~=4, nouvelles conditions=3",
    T.VOLUNTARY: "obligatoire~=5, suis je obligé~=5, dois je=4, facultatif~=5, obligé~ de=4, refus~ de donner=4, "
    "sans donner=4, si je ne donne=4",
    T.ANONYMISED: "anonym~=5, statistique~=3, agrég~=4, recherche=1",
    T.ORIGIN: "d où vient=5, d où viennent=5, comment avez vous eu=5, comment avez vous obtenu=5, "
    "d où tenez vous=5, d où sortez=5, qui vous a donné=5, qui vous a communiqué=5, où avez vous=5, source=3, "
    "provenance=4, origine=3, comment savez vous=4, jamais donné=3, jamais rien acheté=2, trouvé mon=3, "
    "récupéré mon=4, eu mon=3",
}

_ES: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "qué datos=4, qué saben=4, qué sabéis=4, qué información=4, qué guardan=4, qué guardáis=4, "
    "qué tienen de mí=4, recog~=2, recopil~=2, registr~=1, se graba~=2, se guarda=2, quedan con=1",
    T.WHY: "por qué=3, para qué=4, finalidad~=4, base legal=4, base jurídica=4, qué hacen con=4, qué hacéis con=4, "
    "para que usan=4, necesitan=2, necesitáis=2, se usan=1, motivo=2, propósito=3",
    T.RECIPIENTS: "a quién=4, con quién=5, quién ve=4, quién las ve=4, la ve=3, quién lee=4, compart~=3, "
    "terceros=4, empresas=2, ceden=3, cedéis=3, cesión=3, destinatarios=4, socios=3, transfer~=2, quién puede ver=4, "
    "acceso=2, pasan .. a=2, pasáis .. a=2, los ve=3, entreg~ .. a=2",
    T.SALE: "vend~=5, venta de=4, revend~=5, negoci~ con=2",
    T.RETENTION: "cuánto tiempo=5, cuántos años=5, plazo~=3, conserv~=3, periodo=3, período=3, "
    "cuándo se destruye=4, cuándo se borra~=4, hasta cuándo=5, guardan=1, guardáis=1, por cuánto=3",
    T.MARKETING: "boletín~=3, newsletter~=2, promocion~=2, marketing=3, darme de baja=3, publicidad por correo=4",
    T.ADVERTISING: "cookie~=5, anuncio~=4, publicidad=3, rastre~=4, seguimiento=2, píxel~=4, banner~=3, segment~=3, "
    "navegación=2, identificador~=3",
    T.RIGHTS: "mis derechos=5, qué derechos=5, derechos=3, tengo derecho=3, derechos arco=5",
    T.CONTACT: "responsable del tratamiento=5, responsable de .. datos=5, quién es .. responsable=5, dpd=2, "
    "delegado=2, a quién escribo=6, a quién me dirijo=6, con quién contacto=6, dirección postal=4, representante=3, "
    "dpo=3",
    T.REGULATOR: "aepd=5, agencia .. protección de datos=5, autoridad de control=5, autoridad~=3, regulador=5, ico=3",
    T.CHANGES: "cambi~ .. política=5, cambi~ .. aviso=5, nueva política=5, cambios=4, actualiz~=3, "
    "nuevos términos=3, modific~=2, nueva versión=4",
    T.VOLUNTARY: "obligatori~=5, obligad~=4, tengo que dar=5, voluntari~=5, opcional=5, debo dar=5, si no doy=5, "
    "sin dar=4, es necesario dar=5",
    T.ANONYMISED: "anonim~=5, anónim~=5, estadístic~=3, agregad~=4, investigación=2",
    T.ORIGIN: "de dónde=5, de dnd=5, dónde sacaron=5, dónde consigui~=5, cómo consigui~=5, cómo obtuv~=5, "
    "quién les dio=6, quién os dio=6, quién os ha dado=6, qué lista=3, jamás les di=4, nunca les di=4, "
    "nunca os di=4, procedencia=4, origen=4, fuente=3, cómo saben=4, cómo sabéis=4, sacaron=3, cómo tienen=5, "
    "cómo tenéis=5",
}

_IT: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "quali dati=4, che dati=4, cosa sapete=4, quali informazioni=4, cosa conservate=3, "
    "cosa avete=3, raccogliete=3, raccolti=2, registr~=2, memorizz~=2, si salva=2, salvate=2",
    T.WHY: "perché=3, a cosa vi serve=4, a cosa serve=3, a che serve=3, scopo=4, finalità=4, base giuridica=4, "
    "cosa ne fate=5, cosa fate=3, vi serve=2, usate=1, utilizz~=1, serve sapere=2",
    T.RECIPIENTS: "a chi=4, con chi=4, chi vede=4, chi la vede=4, chi legge=4, li legge=3, le legge=3, lo legge=3, "
    "condivi~=4, terzi=4, terze parti=4, partner=3, destinatari=4, trasmes~=3, comunica~ a=2, cede~=3, "
    "chi ha accesso=4, accesso=1, passate .. a=2, fornitori=3, chi può vedere=4, quali aziende=4, chi dei vostri=3",
    T.SALE: "vend~=5, vendita di=3, rivend~=5",
    T.RETENTION: "quanto tempo=5, per quanto=4, quanti anni=5, conservate=2, conservazione=4, durata=3, termine=1, "
    "quando .. cancell~=3, quando .. distrutt~=3, fino a quando=5, tempo necessario=3, restano memorizzat~=3, "
    "tenete=2",
    T.MARKETING: "newsletter=2, promozion~=2, marketing=3, disiscri~=3, offerte=1, volantin~=1",
    T.ADVERTISING: "cookie~=5, pubblicità=4, annunci=4, tracci~=4, pixel=4, banner=3, profilazione=3, "
    "navigazione=2, identificativ~=3",
    T.RIGHTS: "miei diritti=5, quali diritti=5, diritti=3, ho diritto=3",
    T.CONTACT: "titolare=4, responsabile .. dati=4, dpo=3, rpd=3, a chi scrivo=6, a chi mi rivolgo=6, "
    "chi contatto=5, chi è responsabile=5, indirizzo postale=4, rappresentante=3, chi è il titolare=6",
    T.REGULATOR: "garante=5, autorità=4, ico=3, regolatore=5",
    T.CHANGES: "modific~ .. informativa=5, nuova informativa=5, cambi~ .. informativa=5, informativa .. cambiat~=5, "
    "cambiamenti=4, aggiorn~=3, nuova versione=4, nuove condizioni=3",
    T.VOLUNTARY: "obbligatori~=5, obbligat~=4, devo dare=5, devo dar~=5, facoltativ~=5, volontari~=5, "
    "devo fornir~=5, se non do=5, senza dare=4, sono costrett~=4",
    T.ANONYMISED: "anonim~=5, statistic~=3, aggregat~=4, ricerca=1",
    T.ORIGIN: "da dove=5, dove avete preso=6, dove avete trovato=6, chi vi ha dato=6, come avete avuto=6, "
    "come l avete avut~=6, come avete ottenuto=6, come fate a sapere=5, mai dato=4, mai comprato=3, provenienza=5, "
    "fonte=3, origine=4, come avete il mio=6, come avete la mia=6",
}

_NL: Final[Mapping[T, str]] = {
    T.WHAT_WE_HOLD: "welke gegevens=4, wat weten jullie=4, wat weet u=3, wat slaan=3, wat bewaren=3, opgeslagen=1, "
    "verzamel~=2, opgenomen=2, welke informatie=4, wat hebben jullie=3, wat heeft u=3",
    T.WHY: "waarom=3, waarvoor=4, wat doen jullie=4, wat doet u=4, doel~=2, grondslag=4, rechtsgrond=4, nodig=2, "
    "gebruikt=1, gebruiken=1, waartoe=3",
    T.RECIPIENTS: "met wie=4, aan wie=5, wie ziet=4, wie leest=4, wie krijgt=4, wie heeft toegang=4, toegang=2, "
    "delen jullie=4, deelt u=4, gedeeld=3, doorgegeven=3, doorgeven=3, derden=4, partners=3, ontvangers=4, "
    "verstrek~=3, geven jullie .. door=3, geven .. aan=1, leest mee=4, welke bedrijven=4, kan zien=2, kunnen zien=2",
    T.SALE: "verkoop~=4, verkopen=5, verkocht=4, doorverkocht=5, doorverkop~=5",
    T.RETENTION: "hoe lang=5, hoelang=5, bewaartermijn~=5, bewaard=2, bewaren=2, bewaart=2, wanneer .. gewist=3, "
    "wanneer .. verwijderd=3, hoeveel jaar=4, tot wanneer=4, termijn=2",
    T.MARKETING: "nieuwsbrief=3, nieuwsbrieven=3, reclamemail~=3, marketing=3, afmeld~=3, aanbieding~=1, uitschrij~=2",
    T.ADVERTISING: "cookie~=5, advertentie~=4, reclame=3, tracking=4, volgen=2, gevolgd=2, pixel~=4, banner~=3, "
    "surfgedrag=3, doelgroep~=3",
    T.RIGHTS: "mijn rechten=5, welke rechten=5, rechten=3, heb ik recht=4",
    T.CONTACT: "verantwoordelijk~=4, functionaris=3, fg=2, bij wie=4, waar kan ik .. schrijven=4, postadres=4, "
    "wie is verantwoordelijk=5, wie kan ik=4, vertegenwoordiger=3, contactpersoon=3",
    T.REGULATOR: "autoriteit persoonsgegevens=5, toezichthouder=5, autoriteit=3, ico=3, waakhond=3",
    T.CHANGES: "gewijzigd~=3, wijziging~=3, verandering~=3, veranderd=2, nieuwe privacy~=5, nieuwe voorwaarden=3, "
    "bijgewerkt=3, aangepast~=2, nieuwe versie=4",
    T.VOLUNTARY: "verplicht=4, moet ik=3, vrijwillig=5, optioneel=5, zonder .. geven=4, weiger~=3, hoef ik=3",
    T.ANONYMISED: "anonie~=5, geanonimiseerd~=5, anonimi~=5, statistiek~=3, geaggregeerd~=4, onderzoek=1",
    T.ORIGIN: "waar komt .. vandaan=5, hoe komen jullie=5, hoe komt u aan=5, waar haalt u=5, waar halen jullie=5, "
    "nooit gegeven=4, nooit verteld=4, hoe weet u=4, hoe weten jullie=4, van wie hebben=5, bron=4, herkomst=5, "
    "vandaan=3, hoe kom~ .. aan=3, wie heeft jullie=4, hoe hebben jullie=3",
}

NOTICE_WORDS: Final[Mapping[Language, Mapping[T, str]]] = {
    Language.EN: _EN,
    Language.DE: _DE,
    Language.FR: _FR,
    Language.ES: _ES,
    Language.IT: _IT,
    Language.NL: _NL,
}
