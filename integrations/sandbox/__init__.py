"""The outside world of the demo and the tests: mail server, Slack, portal and downstream systems on loopback."""
