# What is told of a result, in English.
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
verify-archive = In the place of ARCHIVE stands where the record is: a folder or a tar file with a copy of it, or the address of its board.
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
