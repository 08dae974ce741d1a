# The texts of the officials' pages in English.
#
# A new language is a copy of this file and a line in `src/officials/language.rs`. Every message must be there, with
# the same arguments. Arguments that count something are numbers: they choose the plural, and NUMBER() writes them.
# Dates and names come written.

## How this language writes numbers and times

number-group = {","}
count = { NUMBER($count) }
day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
date = { $date } { $year }
moment = { $date }, { $time } { $zone }
within-a-day = { $day }, { $from } to { $to }
over-days = { $day }, { $from } to { $last }, { $to }

## Every page

language-name = English
language-choice = Language
skip = Go to the content
page-kind = For officials of the town
page-title = { $page }: { $title }
no-election = No election yet
menu = Pages
menu-status = Status
menu-turnout = Turnout
menu-ceremony = Trustees
menu-alerts = Alerts
log-out = Log out
logged-in-as = Logged in: { $name }
logged-in-by-provider = Logged in through the town’s account
as-of = As of { $moment }.
refresh-begin = Refresh this page every minute by itself
refresh-end = This page refreshes itself every minute. Stop that
privacy = These pages show counts only: nothing about a person, and no partial result. Nobody has one, not even the trustees.

## Logging in

log-in-heading = Log in
log-in-key-heading = With your key file
log-in-key-empty = Nobody can log in with a key file before the definition of the election is on the board: it says who the officials are. Publish it first (isoloir publish).
log-in-key-step-run = On your own computer, in the folder with your key file, run this command. It asks for your passphrase, and sends nothing.
log-in-key-step-paste = Copy the line that it prints into this field, and press the button. You have ten minutes.
log-in-answer = Answer
log-in-button = Log in
log-in-beware = Before you paste it, look at the address of this page. It must be { $address }.
log-in-provider-heading = With your account of the town
log-in-provider = Log in at { $provider }
log-in-failed = You are not logged in
log-in-unreadable = This is not an answer. It is one line of 86 characters: copy the whole line that the command printed.
log-in-stale = This answer is to another challenge: one that is older than ten minutes, was used before, or was shown in another browser. Run the command below, which has a fresh one.
log-in-stranger = No official of this election has signed this answer. Use the key file whose line is in the definition, and the command exactly as it stands below, with this address of the board.
log-in-elsewhere = The answer did not come from this page. Open it at its own address, and try again.
openid-stale = This log-in began in another browser, or more than ten minutes ago, or was given up. Begin again.
openid-stranger = Your account is good, but it is not one of those that may see these pages. Ask whoever runs the server.
openid-failed = The provider of the accounts does not answer as it must. Try again in a minute; if it stays so, tell whoever runs the server, who finds the reason in its log.
logged-in = You are logged in
go-on = Go on to the pages

## Where the election stands

status-heading = Where the election stands
stage-setup = In preparation
stage-voting = The vote is open
stage-closed = The vote is closed
stage-decided = The result is published
status-empty = There is no election on the board yet. An official puts its definition there (isoloir publish).
next-heading = What must happen next
next-nothing = Nothing. Everyone can verify the election (isoloir-verify) and read the result (isoloir result).
next-wait = The server sums up the ballots. This takes a moment.
step-publish-again = An official: the definition is on the board in part. Run isoloir publish again.
step-commit = Trustees, first round (isoloir trustee commit): { $names }
step-open-round = Trustees, second round (isoloir trustee share): { $names }
step-deal = Trustees, third round (isoloir trustee share): { $names }
step-confirm = Trustees, last round (isoloir trustee confirm): { $names }
step-hold-again = The key ceremony has failed, and nobody’s fault can be shown. Begin again on a new board, with fresh files.
step-hold-again-without = The key ceremony has failed, by the fault of { $name } or of their computer. Begin again on a new board with fresh files, without them or with another computer of theirs.
step-enrol = { $name }, registrar: put up the roll (isoloir registrar issue) of { $districts }
step-match-rolls = Registrars: your rolls of { $district } have different lengths. All must be made from the same list of residents.
step-open = All is there. An official opens the vote (isoloir open), from { $moment }
step-close = Residents vote. An official closes the vote (isoloir close), from { $moment }
step-state = { $needed ->
    [one] One more trustee must state
   *[other] { NUMBER($needed) } more trustees must state
} the close (isoloir trustee close-statement), from { $moment }. Not done yet by: { $names }
step-set-aside = { $district }: the decryption of { $name } is wrong, and is set aside. Ask them why.
step-decrypt = { $district }: { $needed ->
    [one] one more trustee must decrypt
   *[other] { NUMBER($needed) } more trustees must decrypt
} (isoloir trustee decrypt)
step-publish = { $district }: an official can publish the result (isoloir publish-result)
times-heading = Times
opens = Opens
closes = Closes
complaints = Complaints are heard until
identity-heading = Which election this is
election-id = Election ID
fingerprint = Fingerprint of the opened vote
entries = Entries on the board

## Turnout

turnout-heading = Turnout
turnout-what = These are ballots. Who votes again has two of them, and only the last one counts.
turnout-not-yet = The vote is not open yet.
turnout-unreadable = The counts can’t be read now. Try again in a minute.
districts-caption = Ballots recorded in each budget
column-district = Budget
column-roll = On the roll
column-ballots = Ballots
all-districts = All budgets
hours-heading = { $district }, hour by hour
hours-none = No ballot yet.
hours-scale = Each row is a day, from 0 to 24 o’clock. The highest bar is { $ballots ->
    [one] { NUMBER($ballots) } ballot
   *[other] { NUMBER($ballots) } ballots
} an hour.
hours-desc = Bars for { $days ->
    [one] one day
   *[other] { NUMBER($days) } days
}. The same numbers are in the table that follows.
hours-earlier = Only the last { NUMBER($days) } days are shown.
hours-floor = Hours with fewer than { NUMBER($floor) } ballots are joined with those beside them, so that no single voter stands out.
hours-table = The same numbers as a table
hours-caption = Ballots recorded in { $district }, the latest first
column-time = When
few = fewer than { NUMBER($floor) }

## The trustees

ceremony-heading = The trustees
ceremony-what = Each trustee does each round on a computer of their own. A round begins when all have done the one before.
keys-heading = Key ceremony
keys-caption = What each trustee has done of the key ceremony
keys-failed = The ceremony has failed after a complaint or with keys that can’t be used. Nobody’s fault can be shown.
keys-failed-by = The ceremony has failed. The board proves that { $name } is at fault, or their computer.
keys-complete = All trustees have confirmed: the election has its keys. There was no complaint.
keys-no-complaint = There is no complaint.
column-trustee = Trustee
round-commit = Commit
round-open = Open
round-deal = Share
round-confirm = Confirm
part-done = done
part-awaited = awaited
part-later = later
tally-heading = After the close
tally-not-yet = It begins when the vote is closed.
tally-what = { $quorum ->
    [one] One trustee must state
   *[other] { NUMBER($quorum) } trustees must state
} that the close is right. Then { $threshold ->
    [one] one must decrypt
   *[other] { NUMBER($threshold) } must decrypt
} each budget.
tally-caption = What each trustee has done after the close
column-statement = Statement
column-decrypted = Decrypted budgets
part-missing = not yet
decrypted = { NUMBER($count) } of { NUMBER($of) }
decrypted-wrong = { $count ->
    [one] { NUMBER($count) } wrong, set aside
   *[other] { NUMBER($count) } wrong, set aside
}

## Alerts

alerts-heading = What looks odd
alerts-what = An alert is a reason to look, and proves nothing.
alerts-none = Nothing looks odd.
alert-burst = { $district }: { $ballots ->
    [one] { NUMBER($ballots) } ballot
   *[other] { NUMBER($ballots) } ballots
}, { $when }, ten times as many as in the hours before or more. Was there a reason: a meeting, a message to all, an evening in the town hall?
alert-silence = { $district }: no ballot { $hours ->
    [one] an hour
   *[other] { NUMBER($hours) } hours
} after the opening. Have its residents received their letters, and do their codes work?
alert-crowd = { $addresses ->
    [one] From one Internet address
   *[other] From each of { NUMBER($addresses) } Internet addresses
}, { NUMBER($least) } voting credentials or more have voted for the first time today. The town hall’s own computers, a library and some mobile networks look just like this. Nobody can see here which address it is, or who voted.
alerts-how-heading = What is looked at
alerts-how-burst = A burst: 100 ballots or more, and at least ten times as many an hour as in the day before.
alerts-how-silence = Silence: a budget without a ballot six hours after the opening.
alerts-how-crowd = Many credentials from one address, in classes from 30, 100 and 300, since midnight (UTC). The server keeps neither addresses nor credentials for this, and only in its memory: a number for each address, under a key that it forgets every night.
