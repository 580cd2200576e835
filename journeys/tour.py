"""A tour of every page there is, as the people who would come to it: to look, and for pictures."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

from journeys import telling, touring
from journeys.authenticator import code_of, has_a_key
from journeys.browsing import Visitor
from journeys.situations import Situation, situations
from journeys.taking_in import Account

WORKED_OUT_WITHIN = 90_000
"""Milliseconds for a comparison that nobody asked for before: every situation is laid out."""
CSV = "2026-11-20,Kit Larkspur,He had a split lip.,I think he was hit.,He says I fall a lot."


@dataclass
class Tour:
    """Who goes, what they tell, and what is done at each page: `seen` is given its name."""

    visit: Callable[[], Visitor]
    accounts: dict[str, Account]
    newcomer: Account
    seen: Callable[[str, Page], None]

    def go(self) -> None:
        """Go to every page."""
        self.signed_out()
        reference = self.sender()
        self.recipient(reference)
        self.later()
        self.rung_back()
        self.policy_group()
        touring.agreements(self)
        touring.training(self)
        touring.glass(self)
        self.keeper_of_accounts()
        self.guardian()
        self.keeper_of_periods()
        self.sign_in()
        self.locked_out()

    @contextmanager
    def somebody(self, key: str = "") -> Iterator[Visitor]:
        """Have a visitor, at work as somebody of the demo or signed out, and see them off."""
        visitor = self.visit()
        if key:
            telling.comes_to_work(visitor, self.accounts[key])
        yield visitor
        visitor.leave()

    def at(self, visitor: Visitor, path: str, name: str) -> None:
        """Open an address and see the page."""
        visitor.open(path)
        self.seen(name, visitor.page)

    def signed_out(self) -> None:
        """See everything that nobody has to sign in for."""
        story = the_story()
        with self.somebody() as visitor:
            for path in ("about", "accessibility", "help/sharing", "help/privacy", "demo"):
                self.at(visitor, f"/{path}", path.replace("/", "-"))
            for path in (
                "help/signing-in",
                "sign-in",
                "sign-in/done",
                "sign-in/inactive",
                "sign-in/recover",
            ):
                self.at(visitor, f"/{path}", path.replace("/", "-"))
            self.at(visitor, "/nowhere", "not-found")
            self.at(visitor, "/", "start")
            visitor.choose("wants", "share")
            visitor.press("Continue")
            self.seen("danger", visitor.page)
            self.at(visitor, "/danger/now", "danger-now")
            visitor.open("/danger")
            visitor.press(telling.DANGER["no"])
            self.seen("worry", visitor.page)
            visitor.say("seen", story.seen)
            visitor.page.get_by_text("Paste a longer text").click()
            visitor.say("pasted", CSV)
            visitor.press("Take it apart")
            self.seen("worry-told-in-parts", visitor.page)
            visitor.press("Continue")
            self.seen("question", visitor.page)
            telling.answers(visitor, story)
            self.seen("answer", visitor.page)

    def sender(self) -> str:
        """Decide, share and look at what became of it; give the reference."""
        story = the_story()
        with self.somebody(story.sender) as visitor:
            self.at(visitor, "/directory", "directory")
            visitor.follow(visitor.page.locator(".sw-card a").first)
            self.seen("directory-service", visitor.page)
            service = visitor.path
            self.at(visitor, f"{service}/key", "directory-key")
            self.at(visitor, f"{service}/sensitive", "directory-sensitive")
            self.at(visitor, "/letters", "letters")
            to_decide(visitor, story)
            self.seen("decide", visitor.page)
            telling.decides(visitor, story)
            telling.fills_in(visitor)
            self.seen("share", visitor.page)
            visitor.press("Check before you send")
            self.seen("check", visitor.page)
            visitor.press("Share and record")
            self.seen("sent", visitor.page)
            found = telling.REFERENCE.search(visitor.shown())
            visitor.press("Who has been told, and who has not")
            self.seen("who-has-been-told", visitor.page)
            visitor.back()
            visitor.press("The decision and its record")
            self.record(visitor)
        return found.group() if found else ""

    def record(self, visitor: Visitor) -> None:
        """Read the record, look at how it could be taken out, and go to the desk."""
        self.seen("record", visitor.page)
        decision = visitor.path
        self.at(visitor, f"{decision}/annex-b", "record-annex-b")
        self.at(visitor, f"{decision}/export", "record-to-take-out")
        self.at(visitor, "/exports", "what-left")
        self.at(visitor, "/desk", "desk")

    def recipient(self, reference: str) -> None:
        """Read what was sent and answer it."""
        with self.somebody("social_worker") as visitor:
            self.at(visitor, "/desk", "desk-of-the-front-door")
            self.at(visitor, "/outbox", "outbox")
            self.at(visitor, f"/received/{reference}", "received-before-it-is-read")
            telling.accepts(visitor)
            self.seen("received", visitor.page)
            visitor.press("Hand it on to a colleague")
            self.seen("received-handed-on", visitor.page)
            visitor.back()
            telling.replies(visitor, the_story().answer)
            self.seen("received-and-answered", visitor.page)

    def later(self) -> None:
        """Keep a worry for later, and take it up."""
        story = the_story()
        with self.somebody(story.sender) as visitor:
            telling.begins(visitor, story)
            visitor.open("/save")
            self.seen("save-for-later", visitor.page)
            visitor.say("name", story.child["name"])
            visitor.press("Save the worry")
            visitor.follow(visitor.page.locator('a[href^="/concerns/"]').last)
            self.seen("worry-without-a-decision", visitor.page)
            self.at(visitor, "/sign-out", "sign-out")

    def rung_back(self) -> None:
        """Ring back a service that nobody has verified, and have a colleague look at the call."""
        story = the_story()
        with self.somebody(story.sender) as visitor:
            to_decide(visitor, story)
            telling.decides(visitor, story)
            telling.fills_in(visitor)
            unknown = visitor.page.locator(".govuk-radios__item", has_text="Not verified").first
            value = unknown.locator("input").get_attribute("value") or ""
            visitor.choose("destination", value)
            visitor.press("Check before you send")
            self.seen("call-back", visitor.page)
            calls(visitor)
            self.seen("check-after-a-call", visitor.page)
        with self.somebody("headteacher") as colleague:
            colleague.follow(colleague.page.locator('a[href^="/call-backs/"]').last)
            self.seen("call-back-looked-at", colleague.page)

    def policy_group(self) -> None:
        """Read a protocol both ways, the law behind it, and what another edition would change."""
        with self.somebody("policy_officer") as visitor:
            self.at(visitor, "/law", "register-of-law")
            self.at(visitor, "/log", "the-log")
            self.at(visitor, "/protocols", "protocols")
            self.at(visitor, "/protocols/hmg_2018", "protocol-as-a-table")
            self.at(visitor, "/protocols/hmg_2018/chart", "protocol-as-a-flowchart")
            self.at(visitor, "/protocols/compare", "protocols-to-compare")
            compared = "/protocols/compare?from=bromley_2017&to=hmg_2018"
            visitor.page.set_default_navigation_timeout(WORKED_OUT_WITHIN)
            self.at(visitor, compared, "protocols-compared")

    def keeper_of_accounts(self) -> None:
        """Look at a colleague's account, and help them back in."""
        with self.somebody("account_keeper") as visitor:
            self.at(visitor, "/accounts", "accounts")
            visitor.follow(visitor.page.locator('.sw-card a[href^="/accounts/"]').first)
            self.seen("account", visitor.page)
            visitor.press("Help them back in")
            self.seen("account-half-of-a-code", visitor.page)

    def guardian(self) -> None:
        """See what was sent, its receipt, and who may not see the record it is of."""
        with self.somebody("school_lio") as visitor:
            visitor.follow(visitor.page.locator('a[href^="/disclosures/"]').first)
            touring.says_why(self, visitor)
            sent = visitor.path
            visitor.follow(visitor.page.locator('a[href^="/log/entries/"]').first)
            self.seen("log-entry", visitor.page)
            visitor.open(sent)
            visitor.press("The decision and its record")
            touring.around_a_record(self, visitor)

    def keeper_of_periods(self) -> None:
        """Look at what is due, how long everything is kept, and one record."""
        with self.somebody("school_lio") as visitor:
            self.at(visitor, "/retention/periods", "how-long-we-keep-what")
            self.at(visitor, "/retention", "keep-no-longer")
            visitor.page.locator("details summary").first.click()
            visitor.follow(visitor.page.locator("details .sw-card a").first)
            self.seen("how-long-one-record-is-kept", visitor.page)

    def sign_in(self) -> None:
        """Set up every way to sign in, and use each."""
        with self.somebody() as visitor:
            has_a_key(visitor)
            visitor.open("/sign-in?next=/sign-in/safety")
            telling.signs_in(visitor, self.newcomer)
            self.seen("sign-in-safety", visitor.page)
            self.at(visitor, "/sign-in/open", "sign-in-open")
            self.at(visitor, "/sign-in/safety/password", "sign-in-password")
            self.at(visitor, "/sign-in/again", "sign-in-again")
            visitor.open("/sign-in/safety/app")
            if visitor.path == "/sign-in/again":
                visitor.say("password", self.newcomer.password)
                visitor.press("Confirm")
            self.seen("sign-in-app", visitor.page)
            visitor.say("code", code_of(visitor.page.locator("code").inner_text()))
            visitor.press("Add this app")
            self.seen("sign-in-codes", visitor.page)
            self.at(visitor, "/sign-in/safety/keys/new", "sign-in-key")
            visitor.say("name", "work laptop")
            visitor.press("Add this key")
            self.keys(visitor)

    def keys(self, visitor: Visitor) -> None:
        """See what can be done with keys, codes and the app once they are there."""
        self.at(visitor, "/sign-in/safety/keys", "sign-in-keys")
        visitor.press("Rename")
        self.seen("sign-in-key-renamed", visitor.page)
        visitor.open("/sign-in/safety/keys")
        visitor.press("Remove")
        self.seen("sign-in-key-removed", visitor.page)
        for path in ("codes/new", "app/remove"):
            self.at(visitor, f"/sign-in/safety/{path}", f"sign-in-{path.replace('/', '-')}")
        for path in ("again/code", "again/key"):
            self.at(visitor, f"/sign-in/{path}", f"sign-in-{path.replace('/', '-')}")
        visitor.follow(visitor.page.get_by_role("button", name="Sign out"))
        visitor.open("/sign-in")
        telling.signs_in(visitor, self.newcomer)
        self.seen("sign-in-second-step", visitor.page)

    def locked_out(self) -> None:
        """Guess a password until nobody listens any more."""
        with self.somebody() as visitor:
            for guess in range(5):
                visitor.open("/sign-in")
                telling.signs_in(visitor, Account("nobody@nowhere.example", f"guess {guess}"))
            self.seen("locked-out", visitor.page)


def the_story() -> Situation:
    """Give the situation that the tour tells."""
    return next(one for one in situations() if "mental_abuse" in one.id)


def to_decide(visitor: Visitor, story: Situation) -> None:
    """Go from the first question to the page on which a decision is recorded."""
    telling.begins(visitor, story)
    telling.answers(visitor, story)
    visitor.press("Decide and record")


def calls(visitor: Visitor) -> None:
    """Record a call on a number found independently, which could not wait for a colleague."""
    visitor.say("call-number", "01632 960151")
    visitor.choose("call-found_in", "agency_website")
    visitor.say("call-answered_by", "duty sergeant")
    visitor.say("call-at", "00:01")
    visitor.choose("call-urgent", "on")
    visitor.follow(visitor.page.locator("main form button").first)
