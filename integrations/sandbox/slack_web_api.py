"""The Web API methods the desk calls, answered like Slack's, errors included."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.ports.clock import Clock, IdSource
from integrations.sandbox.slack_limits import refusal_of_message
from integrations.sandbox.slack_refused import SlackRefused
from integrations.sandbox.slack_views import SlackViews
from integrations.sandbox.slack_workspace import BOT_USER, TEAM, Json, SlackMessage, SlackWorkspace

Arguments = Mapping[str, Any]

PAGE_LIMIT: Final = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackWebApi:
    """One workspace's Web API; raises SlackRefused. The caller holds the workspace's lock."""

    workspace: SlackWorkspace
    clock: Clock
    ids: IdSource

    def call(self, method: str, arguments: Arguments) -> Json:
        """Answer one method by its name."""
        views = SlackViews(workspace=self.workspace, clock=self.clock, ids=self.ids)
        methods: dict[str, Callable[[Arguments], Json]] = {
            "auth.test": self._auth_test,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._whisper,
            "chat.update": self._update,
            "chat.getPermalink": self._permalink,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "users.info": self._user,
            "usergroups.users.list": self._group,
            "views.open": views.open,
            "views.push": views.push,
            "views.update": views.update,
        }
        if method not in methods:
            raise SlackRefused("unknown_method")
        return {"ok": True, **methods[method](arguments)}

    def _auth_test(self, _arguments: Arguments) -> Json:
        team = {"team": TEAM["name"], "team_id": TEAM["id"]}
        return {"url": "https://retailops.slack.test/", "user": "privacy-desk", "user_id": BOT_USER, **team}

    def _post(self, arguments: Arguments) -> Json:
        channel = self._channel(arguments)
        thread_ts = str(arguments.get("thread_ts") or "")
        if thread_ts and self.workspace.find_message(channel, thread_ts) is None:
            raise SlackRefused("thread_not_found")
        message = self._message(arguments, channel, thread_ts=thread_ts)
        self.workspace.add(message)
        return {"channel": channel, "ts": message.ts, "message": message.as_json()}

    def _whisper(self, arguments: Arguments) -> Json:
        channel = self._channel(arguments)
        user = str(arguments.get("user", ""))
        if self.workspace.find_person(user) is None:
            raise SlackRefused("user_not_in_channel")
        message = self._message(arguments, channel, only_for=user, thread_ts=str(arguments.get("thread_ts") or ""))
        self.workspace.add(message)
        return {"message_ts": message.ts}

    def _update(self, arguments: Arguments) -> Json:
        """A text without blocks takes the blocks away, as at Slack; metadata stays unless sent."""
        channel = self._channel(arguments)
        message = self.workspace.find_message(channel, str(arguments.get("ts", "")))
        if message is None or message.only_for:
            raise SlackRefused("message_not_found")
        changed = self._message(arguments, channel)
        message.text, message.blocks = changed.text, changed.blocks
        message.metadata = changed.metadata or message.metadata
        message.edits += 1
        self.workspace.version += 1
        return {"channel": channel, "ts": message.ts, "text": message.text, "message": message.as_json()}

    def _permalink(self, arguments: Arguments) -> Json:
        channel, ts = self._channel(arguments), str(arguments.get("message_ts", ""))
        if self.workspace.find_message(channel, ts) is None:
            raise SlackRefused("message_not_found")
        return {"channel": channel, "permalink": f"https://retailops.slack.test/archives/{channel}/p{ts}"}

    def _history(self, arguments: Arguments) -> Json:
        """Newest first, in pages, from just after `oldest`."""
        oldest = float(arguments.get("oldest") or 0)
        messages = self.workspace.list_messages(self._channel(arguments))
        return self._paged([message for message in reversed(messages) if float(message.ts) > oldest], arguments)

    def _replies(self, arguments: Arguments) -> Json:
        channel, ts = self._channel(arguments), str(arguments.get("ts", ""))
        parent = self.workspace.find_message(channel, ts)
        if parent is None:
            raise SlackRefused("thread_not_found")
        return self._paged([parent, *self.workspace.list_replies(channel, ts)], arguments)

    def _user(self, arguments: Arguments) -> Json:
        person = self.workspace.find_person(str(arguments.get("user", "")))
        if person is None:
            raise SlackRefused("user_not_found")
        return {"user": {"id": person.user_id, "name": person.handle, "real_name": person.name, "team_id": TEAM["id"]}}

    def _group(self, arguments: Arguments) -> Json:
        members = self.workspace.groups.get(str(arguments.get("usergroup", "")))
        if members is None:
            raise SlackRefused("no_such_subteam")
        return {"users": list(members)}

    def _channel(self, arguments: Arguments) -> str:
        channel = str(arguments.get("channel", ""))
        if not self.workspace.has_channel(channel):
            raise SlackRefused("channel_not_found")
        return channel

    def _message(self, arguments: Arguments, channel: str, *, thread_ts: str = "", only_for: str = "") -> SlackMessage:
        text, blocks = str(arguments.get("text") or ""), list(arguments.get("blocks") or [])
        if not text and not blocks:
            raise SlackRefused("no_text")
        refusal = refusal_of_message(blocks)
        if refusal is not None:
            raise SlackRefused(refusal)
        now = self.clock.now()
        return SlackMessage(
            channel=channel,
            ts=self.workspace.new_ts(now),
            text=text,
            posted_at=now,
            blocks=[{"block_id": f"b{place}", **block} for place, block in enumerate(blocks)],
            metadata=dict(arguments.get("metadata") or {}),
            thread_ts=thread_ts,
            only_for=only_for,
        )

    def _paged(self, messages: Sequence[SlackMessage], arguments: Arguments) -> Json:
        start = int(arguments.get("cursor") or 0)
        end = start + min(int(arguments.get("limit") or 100), PAGE_LIMIT)
        with_metadata = str(arguments.get("include_all_metadata", "")).lower() in {"1", "true"}
        following = str(end) if end < len(messages) else ""
        return {
            "messages": [_shown(message, with_metadata=with_metadata) for message in messages[start:end]],
            "has_more": bool(following),
            "response_metadata": {"next_cursor": following},
        }


def _shown(message: SlackMessage, *, with_metadata: bool) -> Json:
    return message.as_json() | ({"metadata": message.metadata} if with_metadata and message.metadata else {})
