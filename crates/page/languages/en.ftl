# The voting page in English: what stands in its documents. What its scripts say is in scripts/en.ftl.

## Numbers, money and times

number-group = ,
number-decimal = .
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

## Around every document

language-name = English
language-direction = ltr
language-choice = Language
skip = Go to the content
page-kind = Participatory budget
title-vote = { $title }: vote
title-budget = { $name }, { $title }
footer-nobody = Nobody sees your choice: it is encrypted on your device, and only sums are ever decrypted.
footer-fingerprint = Fingerprint of this vote
footer-id = Identity of this election

## When the vote is

vote-coming = The vote opens on { $moment }.
vote-open = You can vote until { $moment }, and change your vote as often as you like until then.
vote-closed = The vote is closed. The result comes when the trustees have counted.
vote-decided = The vote is closed, and the result is published.
result-link = See the result

## The budgets

intro-heading = How it works
intro-choose = Look at the projects and choose those that you want. Nobody asks who you are for that.
intro-code = To vote, have at hand the voting code from your letter. If you got several letters, you need the code from each.
intro-check = Your device seals your ballot and gives you a tracking code. With the receipt anyone can check that your ballot is counted.
no-script = To vote here, your browser must run the scripts of this page. It does not, or is too old for it. You can read everything; to vote, use another browser or come to the town hall.
no-module = You can't vote on this page: the program that serves it was built without the module that seals ballots. You can read everything; to vote, use the program isoloir or come to the town hall.
budgets-heading = { $count ->
    [one] One budget to vote on
   *[other] { NUMBER($count) } budgets to vote on
}
budget-line = { $projects ->
    [one] { NUMBER($projects) } project, a budget of { $budget }
   *[other] { NUMBER($projects) } projects, a budget of { $budget }
}
all-budgets = All budgets

## A budget

budget = A budget of { $budget }
rules-heading = What a ballot may hold
rule-points = Give each project 0 to { NUMBER($most) } points.
limit-cost-at-most = The projects that you choose cost at most { $amount } together.
limit-cost-at-least = The projects that you choose cost at least { $amount } together.
limit-count-at-most = { $count ->
    [one] Choose at most { NUMBER($count) } project.
   *[other] Choose at most { NUMBER($count) } projects.
}
limit-count-at-least = { $count ->
    [one] Choose at least { NUMBER($count) } project.
   *[other] Choose at least { NUMBER($count) } projects.
}
limit-points-at-most = { $count ->
    [one] Give at most { NUMBER($count) } point.
   *[other] Give at most { NUMBER($count) } points.
}
limit-points-at-least = { $count ->
    [one] Give at least { NUMBER($count) } point.
   *[other] Give at least { NUMBER($count) } points.
}
limit-cost-at-most-of = Of { $names }: at most { $amount } together.
limit-cost-at-least-of = Of { $names }: at least { $amount } together.
limit-count-at-most-of = Of { $names }: at most { NUMBER($count) }.
limit-count-at-least-of = Of { $names }: at least { NUMBER($count) }.
limit-points-at-most-of = { $count ->
    [one] For { $names } together: at most { NUMBER($count) } point.
   *[other] For { $names } together: at most { NUMBER($count) } points.
}
limit-points-at-least-of = { $count ->
    [one] For { $names } together: at least { NUMBER($count) } point.
   *[other] For { $names } together: at least { NUMBER($count) } points.
}
projects-heading = { $count ->
    [one] { NUMBER($count) } project
   *[other] { NUMBER($count) } projects
}
reference = no.{"\u00A0"}{ $id }
withdrawn = Withdrawn: this project can't win any more.

## Checking

check-link = Check a receipt or an opened ballot
title-check = Check, { $title }
check-heading = Check it yourself
check-intro = On this page any device checks what another one has given. Nothing that you check here is sent anywhere, but for the name of the ballot whose standing is asked for.
no-script-check = To check here, your browser must run the scripts of this page. The program isoloir-verify does the same.
other-page = You can’t vote on this page: its files are not those that the election vouches for. Tell the town hall. You can read everything; to vote, use the program isoloir or come to the town hall.
broken = This page could not be loaded. Load it again; if that does not help, tell the town hall.
to-the-vote = To the vote
