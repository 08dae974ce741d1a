# The texts of Isoloir in English: `isoloir result`, and what a registrar sends.
#
# A new language is a copy of this file and a line in `src/language/mod.rs`. Every message must be
# there, with the same arguments. Arguments that count something are numbers: they choose the plural,
# and NUMBER() writes them. Amounts, dates and names come written.

## How this language writes numbers, money and dates

number-group = ,
number-decimal = .
# Numbers of so many digits are the least that are written in groups of three.
number-group-from = 4
money = { $amount }{"\u00A0"}{ $currency }
date = { $day } { $month ->
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
} { $year }
moment = { $date }, { $time } { $zone }
votes = { $count ->
    [one] { NUMBER($count) }{"\u00A0"}vote
   *[other] { NUMBER($count) }{"\u00A0"}votes
}
points = { $count ->
    [one] { NUMBER($count) }{"\u00A0"}point
   *[other] { NUMBER($count) }{"\u00A0"}points
}

## The page

language-name = English
language-choice = Language
page-title = { $title }: result
page-kind = Result of the vote
period = Voting period: { $opens } to { $closes }
districts-heading = { $count ->
    [one] { NUMBER($count) } budget
   *[other] { NUMBER($count) } budgets
}
district-line = { $name }: { $funded ->
    [0] no project funded
    [one] { NUMBER($funded) } project funded with { $spent }
   *[other] { NUMBER($funded) } projects funded with { $spent }
}
district-line-below-floor = { $name }: not counted

## A district

reference = ref.{"\u00A0"}{ $id }
summary = { NUMBER($funded) } of { $projects ->
    [one] { NUMBER($projects) } project
   *[other] { NUMBER($projects) } projects
} { $funded ->
    [one] is funded.
   *[other] are funded.
}
ballots = { $ballots ->
    [one] { NUMBER($ballots) } ballot counts.
   *[other] { NUMBER($ballots) } ballots count.
}
ballots-apart = { $electronic ->
    [one] { NUMBER($electronic) } was cast electronically
   *[other] { NUMBER($electronic) } were cast electronically
}, { $paper ->
    [0] none
   *[other] { NUMBER($paper) }
} on paper.
ballots-recorded = The record holds { $recorded ->
    [one] { NUMBER($recorded) } electronic ballot
   *[other] { NUMBER($recorded) } electronic ballots
}; of each voter, only the last one counts.
credentials = { $credentials ->
    [one] { NUMBER($credentials) } voting credential was issued, replaced ones included.
   *[other] { NUMBER($credentials) } voting credentials were issued, replaced ones included.
}
below-floor = Too few ballots to decrypt without giving votes away: { $ballots ->
    [one] { NUMBER($ballots) } electronic ballot counts
   *[other] { NUMBER($ballots) } electronic ballots count
}, and { NUMBER($floor) } are needed. They stay encrypted, and no project is chosen here.

winners-heading = Funded projects
winners-none = No project is funded.
winner = { $score }, costs { $cost }
winner-in-part = { $score }, costs { $cost }, gets { $amount }

money-heading = The money
money-title = What becomes of the budget of { $district }
money-desc = { $spent } are spent and { $left } are left of { $budget }.
money-desc-added = { $spent } are spent: the whole budget of { $budget }, and { $added } that the town adds.
money-budget = Budget
money-spent = Spent
money-left = Left
money-added = Added by the town

votes-heading = Votes for each project
points-heading = Points for each project
chart-desc = { $projects ->
    [one] One bar.
   *[other] { NUMBER($projects) } bars, the longest first.
} The same numbers are in the table that follows.
legend-funded = funded
legend-not-funded = not funded
legend-paper = on paper
withdrawn = withdrawn
table-open = The same numbers as a table
table-caption = All projects of { $district }, the highest score first
column-project = Project
column-electronic = Electronic
column-paper = On paper
column-votes = Votes
column-points = Points
column-cost = Cost
column-outcome = Outcome
column-amount = Amount
outcome-funded = funded
outcome-not-funded = not funded

## How the winners were chosen

rounds-heading = How the winners were chosen
rounds-open = All { $rounds ->
    [one] { NUMBER($rounds) } round
   *[other] { NUMBER($rounds) } rounds
}
rule-name = Rule: { $rule }
rule-greedy = Projects are considered from the highest score to the lowest. Each one is funded if what remains of the budget pays for it. If not, it is skipped, and the next one is considered.
rule-greedy-no-skip = Projects are considered from the highest score to the lowest, and funded as long as the budget pays for them. The first one that costs more than what remains ends it, even if cheaper ones follow.
rule-greedy-custom = Projects are considered from the highest score to the lowest, and funded as long as the budget pays for them. The first one that costs more than what remains is still funded if what remains is at least 80% of its cost; the town adds the rest. It ends there in any case.
rule-greedy-exclusive = Projects are considered from the highest score to the lowest. Each one is funded if what remains of the budget pays for it and no funded project excludes it. If not, it is skipped, and the next one is considered.
rule-optimal = Of all sets of projects that the budget pays for, the one with the highest total score is funded. Of several such sets it is the cheapest one; if that leaves several, the order fixed for equal scores decides.
rule-per-unit = The votes decide on every unit of money. A vote for a project backs each unit of its cost; where one project can be built at several amounts, a vote for one amount backs every unit up to it. The units with the most votes are funded first, until the budget is spent. The last project may get a part of its cost.
threshold = A project needs at least { $score }.
threshold-unit = A unit needs at least { $score }.
ties-listed = Of projects with equal scores, the one that comes first in an order fixed before the vote is considered first.
ties-lot = Of projects with equal scores, the one that comes first in an order drawn by lot is considered first. Nobody could know the lot before the ballots were counted. It was drawn from this seed:
ties-redraw = To draw it again: number the projects from 0 in the order of the definition. For each, compute SHA3-256 of the text “{ $label }”, the 32 bytes of the seed and the number as two bytes, the higher first. The smallest hash comes first.
ties-equal = { $projects ->
    [0] No two projects have equal scores.
   *[other] { NUMBER($projects) } projects have the same score as another one.
}
ties-open = The whole order

round-funded = { $score }. It costs { $cost }, and { $left } remained: funded. That leaves { $after }.
round-exception = { $score }. It costs { $cost }, and { $left } remained, which is at least 80% of the cost: funded by the exception. The town adds { $added }. The choice ends here.
round-best-set = { $score }. It costs { $cost }, and { $left } remained. It is in the set with the highest total score: funded. That leaves { $after }.
round-does-not-fit = { $score }. It costs { $cost }, but only { $left } remained: not funded.
round-ends = { $score }. It costs { $cost }, but only { $left } remained: not funded. The choice ends here.
round-after-the-end = { $score }. It costs { $cost }. The choice had ended before it: not funded.
round-excluded = { $score }. It costs { $cost }, and { $left } remained. { $by } excludes it and is funded: not funded.
round-not-in-best-set = { $score }. It costs { $cost }. It is not in the set with the highest total score: not funded.
round-below-threshold = { $score }, and at least { $threshold } are needed: not funded. It costs { $cost }.
round-withdrawn = { $score }. It was withdrawn during the vote and can’t be funded. It would have cost { $cost }.
round-unit-funded = { $score } for { $cost }. { $left } remained: funded. That leaves { $after }.
round-unit-in-part = { $score } for { $cost }. Only { $left } remained: all of it goes here, and the budget is spent.
round-unit-nothing-left = { $score } for { $cost }. Nothing remained: not funded.
round-unit-below-threshold = { $score } for { $cost }, and at least { $threshold } are needed: not funded.

## Check it yourself

verify-heading = Check it yourself
verify-why = This page was made from the public record of the election, and proves nothing by itself. The record does. Everyone can check it with isoloir-verify, a program written apart from the one that held the vote:
verify-what = It checks that every ballot that counts was cast with a credential on the roll and keeps to the limits, that the numbers above are the sum of exactly these ballots, and that the rule gives these winners.
verify-compare = These two identifiers say which election it is. Compare them with those that the town and the trustees have published elsewhere.
election-id = Election ID
fingerprint = Fingerprint of the opened vote
secrecy = { $trustees ->
    [one] The only trustee can decrypt, and decrypted for this result the totals alone.
   *[other] It takes { NUMBER($threshold) } of the { NUMBER($trustees) } trustees to decrypt anything. For this result they decrypted the totals alone.
}
made-by = Made by { $program } from { $entries ->
    [one] { NUMBER($entries) } entry
   *[other] { NUMBER($entries) } entries
} of the public record.

## A registrar's letter

letters-title = { $title }: voting letters
letter-number = { $count ->
    [1] Your letter for the vote
   *[other] Letter { NUMBER($number) } of { NUMBER($count) } for the vote
}
letter-what = You have a say in how public money is spent where you live. Your device encrypts your ballot, and only the totals of all ballots are ever decrypted.
letter-term = You can vote from { $opens } to { $closes }. Until the vote closes you can vote again: only your last ballot counts.
letter-districts = { $count ->
    [one] You can vote on this budget
   *[other] You can vote on these { NUMBER($count) } budgets
}
letter-more-districts = { $count ->
    [one] and { NUMBER($count) } more
   *[other] and { NUMBER($count) } more
}
letter-code = { $count ->
    [1] Your voting code
    [2] Your voting code { NUMBER($number) } of 2: you need both
   *[other] Your voting code { NUMBER($number) } of { NUMBER($count) }: you need all of them
}
letter-typing = No I, L, O or U is in it: what looks like an O is a zero. Small letters and missing hyphens are fine.
letter-qr = QR code of your voting code
letter-qr-page = The QR code opens the voting page with your code.
letter-qr-code = The QR code holds the same code.
letter-steps = How to vote
letter-step-open = Scan the QR code, or open { $page }
letter-step-find = Open the voting page that your town has announced.
letter-step-choose = Choose projects. The page shows what is left of the budget.
letter-step-code = { $count ->
    [1] Enter your voting code, unless it is there already.
    [2] Enter the codes of both letters. They have two senders, so that neither can vote in your place alone.
   *[other] Enter the codes of all { NUMBER($count) } letters. Each has another sender, so that none can vote in your place alone.
}
letter-step-cast = Cast your ballot. You have voted only when you read that it is recorded.
letter-program = It also works without a browser: the program isoloir does the same, with the command “isoloir{"\u00A0"}vote”.
letter-secret = Keep your code secret
letter-secret-why = { $count ->
    [1] Whoever has this code can vote in your place.
    [2] Whoever has both of your codes can vote in your place.
   *[other] Whoever has all of your codes can vote in your place.
} Give your code to nobody. Nobody who organises the vote will ever ask you for it: not by telephone, not by e-mail, not at your door.
letter-lost = Is the letter lost, or has somebody seen the code? Ask for a new one; the old one then stops working: { $contact }
letter-lost-town = Is the letter lost, or has somebody seen the code? Ask the town hall for a new one; the old one then stops working.
letter-check = How to check
letter-check-how = At the end you get a tracking code and a receipt. Keep them: they show whether your ballot is on the public record, but not how you voted.
letter-election = Before you vote, compare the election ID that you are shown. It must begin with:
letter-page = The program isoloir-verify tells whether the voting page is the right one. The hash of its files begins with:

## A notice that a ballot was recorded

notice-greeting = Hello { $name },
notice-recorded = A ballot was recorded for you in this vote: { $title }
notice-district = Budget: { $district }
notice-before = Recorded before: { $before }
notice-tracker = Tracking code of the ballot:
notice-you = If you cast this ballot, all is well: the tracking code is the one that your device showed you. You can vote again until { $closes }; only your last ballot counts.
notice-not-you = If you did not vote, or were shown another tracking code, somebody else may have used your voting code. Ask for a new one at once. The old one then stops working, and the ballot that was cast with it no longer counts: { $contact }
notice-not-you-town = If you did not vote, or were shown another tracking code, somebody else may have used your voting code. Ask the town hall for a new one at once. The old one then stops working, and the ballot that was cast with it no longer counts.
notice-secret = This message does not say how you voted: nobody can see that. Nobody who organises the vote will ever ask you for your voting code. Give it to nobody.
