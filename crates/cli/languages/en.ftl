# What a registrar sends, in English. What is told of a result is in crates/result/languages.
#
# A new language is a copy of this file and a line in `src/language/mod.rs`. Every message must be
# there, with the same arguments. Arguments that count something are numbers: they choose the plural,
# and NUMBER() writes them. Dates and names come written.

## How this language writes numbers and dates

number-group = ,
number-decimal = .
# Numbers of so many digits are the least that are written in groups of three.
number-group-from = 4
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
letter-page = The hash of the voting page’s files begins with:

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
