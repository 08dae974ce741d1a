# What the scripts of the voting page say in English.

money = { $amount }{"\u00A0"}{ $currency }

## Choosing

shuffled = The projects stand in an order that was drawn for you alone, so that none is favoured.
search = Search
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
receipt-why = The receipt proves that your ballot is there. It shows nothing of your choice.
change = Change my vote

## A ballot that was opened

opened-heading = This ballot was opened and is not cast
opened-how = Take this file to another device. There the program isoloir-verify shows what was sealed, if you give it the tracking code from your paper. Whoever has the file sees it, too.
opened-save = Save the opened ballot
seal-again = Seal a new ballot with the same choices

## What goes wrong

try-again = Try again
wrong-connection = The server does not answer. Check your connection. Nothing is lost.
wrong-unanswered = No answer came. Perhaps your ballot is recorded, perhaps not. Send the same ballot again: it is counted once.
wrong-stale = Another ballot with your code was recorded meanwhile, with the tracking code { $tracker }. If that was you, nothing need be done. If not, vote again, and go to the town hall.
wrong-closed = The vote is closed. Your ballot was not taken.
wrong-busy = Very many people are voting. Your ballot will be sent again in a moment.
wrong-receipt = The answer of the server proves nothing. Send the same ballot again; if that does not help, go to the town hall with this page open.
wrong-election = This page and the board are not of the same election. Do not vote here, and tell the town hall.
wrong-page = A file of this page is not what it should be. Do not vote here, and tell the town hall.
wrong-refused = The server does not take the ballot: { $detail }
wrong-other = Something went wrong on this page: { $detail }
