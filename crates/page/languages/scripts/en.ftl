# What the scripts of the voting page say in English.

money = { $amount }{"\u00A0"}{ $currency }

## Choosing

shuffled = The projects stand in an order that was drawn for you alone, so that none is favoured.
search = Search
category = Category
all-categories = All categories
search-found = { $count ->
    [one] { NUMBER($count) } project shown
   *[other] { NUMBER($count) } projects shown
}
choose = Choose
remove = Remove
choose-name = Choose { $name }
remove-name = Remove { $name }
points-name = Points for { $name }
fewer-name = One point less for { $name }
more-name = One point more for { $name }
points = { $count ->
    [one] { NUMBER($count) } point
   *[other] { NUMBER($count) } points
}
withdrawn = Withdrawn: it can't win any more.
bar = Your ballot
bar-nothing = Nothing chosen yet
bar-projects = { $count ->
    [one] { NUMBER($count) } project
   *[other] { NUMBER($count) } projects
}
spent = { $spent } of { $amount }
left-money = { $left } left
left-count = { $left ->
    [0] no project left
    [one] { NUMBER($left) } project left
   *[other] { NUMBER($left) } projects left
}
left-points = { $left ->
    [0] no point left
    [one] { NUMBER($left) } point left
   *[other] { NUMBER($left) } points left
}
why-cost = Costs { $over } more than what is left.
why-cost-of = Costs { $over } more than what is left for its group.
why-count = { $amount ->
    [one] You can choose { NUMBER($amount) } project. Remove it first.
   *[other] You can choose { NUMBER($amount) } projects. Remove one first.
}
why-count-of = { $amount ->
    [one] Only { NUMBER($amount) } of its group can be chosen. Remove that first.
   *[other] Only { NUMBER($amount) } of its group can be chosen. Remove one first.
}
why-points = No points left. Take some away elsewhere first.
why-points-of = No points left for its group. Take some away there first.
missing-cost = Choose projects for { $amount } more.
missing-cost-of = Choose projects for { $amount } more among { $names }.
missing-count = { $amount ->
    [one] Choose { NUMBER($amount) } project more.
   *[other] Choose { NUMBER($amount) } projects more.
}
missing-count-of = { $amount ->
    [one] Choose { NUMBER($amount) } project more among { $names }.
   *[other] Choose { NUMBER($amount) } projects more among { $names }.
}
missing-points = { $amount ->
    [one] Give { NUMBER($amount) } point more.
   *[other] Give { NUMBER($amount) } points more.
}
missing-points-of = { $amount ->
    [one] Give { NUMBER($amount) } point more among { $names }.
   *[other] Give { NUMBER($amount) } points more among { $names }.
}
continue = Continue
back = Back

## Who votes

identify-heading = Your voting code
identify-why = It shows that you may vote, and not who you are. It stands in your letter.
identify-several = You need the code from each of your letters.
code-of = Voting code from { $name }
code-hint = 24 letters and digits. Capitals, hyphens and spaces do not matter.
code-length = { $count ->
    [one] A voting code has 24 letters and digits; this has { NUMBER($count) }.
   *[other] A voting code has 24 letters and digits; this has { NUMBER($count) }.
}
code-character = There is a character that no voting code has. Compare with your letter.
code-check = A letter or digit is wrong. Compare with your letter.
not-on-roll = With this code you can't vote on this budget. Check that the letter is of this election and that each code stands in its own field.
revoked = This voting code was revoked. Use the one from your newest letter, or ask at the town hall.
paper = With this voting code somebody has voted on paper. If that was not you, go to the town hall at once.
checking = Checking…

## Review, seal, decide

review-heading = Is this your ballot?
review-nothing = You have chosen nothing: an empty ballot.
review-total = Together { $amount }
replaces = You have voted on this budget before. This ballot replaces the last one, whose tracking code begins with { $tracker }.
seal = Seal my ballot
sealing = Sealing your ballot on this device…
sealed-heading = Sealed, and not cast yet
sealed-not-cast = Your vote does not count yet. Cast it below.
tracking-code = Tracking code
tracker-copy = Copy it, at least its first two lines, to paper. With it you can find your ballot.
cast = Cast my ballot
casting = Sending. Please keep this page open…
challenge = Check this device instead
challenge-why = Opens this ballot, so that another device can see whether this one is honest. A ballot that was opened is not cast; you then seal a new one.
throw-away = Throw this ballot away

## Recorded

done-heading = Your ballot is recorded
done-what = It is entry { NUMBER($entry) } of the public board. Your device has checked the proof.
receipt-save = Save the receipt
receipt-print = Print
receipt-scan = Checks the receipt on another device
receipt-why = The receipt proves that your ballot is there. It shows nothing of your choice.
change = Change my vote

## A ballot that was opened

opened-heading = This ballot was opened and is not cast
opened-how = Scan the QR code with another device, or take the file to one. It shows what was sealed. Compare the tracking code there with the one that you copied. Whoever scans it sees your choices, too.
opened-scan = Shows the opened ballot on another device
opened-save = Save the opened ballot
seal-again = Seal a new ballot with the same choices

## A ballot that was sent before

unfinished-heading = Your last ballot is not confirmed yet
unfinished-what = A ballot was sent from this device, and no answer came. Send the same ballot again: it is counted once, whether it had arrived or not.
unfinished-send = Send it again
unfinished-forget = Leave it and begin anew

## Other budgets

others-heading = Other budgets of this election
others-what = You can vote on those that your letter names.
other-done = voted on this device

## A device that many use

finish = Finish
kiosk-heading = Are you still there?
kiosk-what = In { $seconds } seconds everything on this page is forgotten. A ballot that is not cast is lost.
kiosk-left = { NUMBER($seconds) } s
kiosk-go-on = I need more time
kiosk-end = Forget everything now

## Checking

check = Check
check-file = A file
check-text = Or as text
check-receipt = Check a receipt
check-receipt-what = A receipt proves that a ballot is on the public board. It can be checked without a network, too.
check-receipt-text = The whole text of the receipt
check-challenge = Check a ballot that was opened
check-challenge-what = Shows what a device had sealed, if it was asked to open the ballot in the place of casting it.
check-challenge-text = The line of the opened ballot
proved-heading = The ballot is on the board
proved-what = It is entry { NUMBER($entry) } of the public board, for the budget “{ $district }”. This device has checked the proof.
proved-compare = Compare the tracking code with the one that you copied. If it is another, this is the receipt of another ballot.
counts = It is the last ballot of its voter: this one counts. That is what the server says; the program isoloir-verify proves it.
counts-not = It does not count any more: a later ballot has replaced it, whose tracking code begins with { $tracker }. If that was not you, go to the town hall.
counts-paper = It does not count any more: with this voting code somebody has voted on paper. If that was not you, go to the town hall.
counts-revoked = It does not count: its voting code was revoked.
counts-unknown = Whether it is the one that counts can't be said now. Try it again with a connection.
shown-heading = This was sealed: { $district }
shown-compare = Compare the tracking code with the one that you copied before the ballot was opened. If it is the same and these are the projects that you chose, the other device was honest. If not, do not vote with it, and tell the town hall.

## What goes wrong

try-again = Try again
wrong-connection = The server does not answer. Check your connection. Nothing is lost.
wrong-unanswered = No answer came. Perhaps your ballot is recorded, perhaps not. Send the same ballot again: it is counted once.
wrong-stale = Another ballot with your code was recorded meanwhile, with the tracking code { $tracker }. If that was you, nothing need be done. If not, vote again, and go to the town hall.
wrong-closed = The vote is closed. Your ballot was not taken.
vote-closed = The vote is closed.
wrong-busy = Very many people are voting. Your ballot will be sent again in a moment.
wrong-receipt = The answer of the server proves nothing. Send the same ballot again; if that does not help, go to the town hall with this page open.
wrong-election = This page and the board are not of the same election. Do not vote here, and tell the town hall.
wrong-challenge = This is no opened ballot. Copy the whole line, or scan the QR code again.
wrong-other-challenge = This ballot is of another vote, and not of the one of this page.
wrong-page = A file of this page is not what it should be. Do not vote here, and tell the town hall.
wrong-refused = The server does not take the ballot: { $detail }
wrong-other = Something went wrong on this page: { $detail }
