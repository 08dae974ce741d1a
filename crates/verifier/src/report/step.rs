//! The numbered steps of a verification.

/// A step. The numbers are part of the report's form: they never change their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Step {
    /// The checkpoint opens with the keys and the quorum of the definition (`board.md`, 7).
    Checkpoint = 1,
    /// Every bundle and hash tile is there and has its form (`board.md`, 9.2).
    Files,
    /// Every entry names its place and the hash of the one before (`board.md`, 3).
    Chain,
    /// The hash tiles and the root are those of the entries (`board.md`, 4).
    Tree,
    /// Every entry is canonical, of a known kind, and of the phase (`election.md`, 5, 6).
    Form,
    /// Definition, districts, limits and ballot styles (`election.md`, 2, 3).
    Definition,
    /// Signatures of officials, registrars and trustees (`election.md`, 5.1).
    Signatures,
    /// The trustees made the keys together (`protocol.md`, 5).
    Ceremony,
    /// Rolls, and that registrars know their secrets (`protocol.md`, 8).
    Rolls,
    /// The vote was opened on all of this (`election.md`, 6).
    Opening,
    /// Each ballot's credential is on the roll and active (`election.md`, 7).
    Eligibility,
    /// Each ballot was cast by its credential (`protocol.md`, 7).
    CastSignatures,
    /// Each ballot is an encrypted vote that keeps to the limits (`protocol.md`, 6.4, 11).
    BallotProofs,
    /// Each ballot follows the voter's last one, and none is a copy (`election.md`, 7).
    History,
    /// Withdrawals, revocations and replaced credentials (`election.md`, 7).
    Changes,
    /// Ballots on paper (`election.md`, 7).
    Paper,
    /// The close, and that enough trustees saw the same one (`election.md`, 8).
    Close,
    /// Each contribution decrypts the sum of the ballots that count (`protocol.md`, 10).
    Decryptions,
    /// The counts are what the contributions decrypt to (`protocol.md`, 10.3).
    Counts,
    /// The winners are those of the rule (`election.md`, 9).
    Winners,
}

/// What a report says of a step.
struct Texts {
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    explanation: &'static str,
    failure: &'static str,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 20] = [
        Self::Checkpoint,
        Self::Files,
        Self::Chain,
        Self::Tree,
        Self::Form,
        Self::Definition,
        Self::Signatures,
        Self::Ceremony,
        Self::Rolls,
        Self::Opening,
        Self::Eligibility,
        Self::CastSignatures,
        Self::BallotProofs,
        Self::History,
        Self::Changes,
        Self::Paper,
        Self::Close,
        Self::Decryptions,
        Self::Counts,
        Self::Winners,
    ];

    /// The step of a number.
    pub fn of_number(number: u32) -> Option<Self> {
        let position = usize::try_from(number).ok()?.checked_sub(1)?;
        Self::ALL.get(position).copied()
    }

    /// The number, from 1.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// The stable name for programs.
    pub fn id(self) -> &'static str {
        self.texts().id
    }

    /// The name for people.
    pub fn name(self) -> &'static str {
        self.texts().name
    }

    /// What is counted, in the plural.
    pub fn unit(self) -> &'static str {
        self.texts().unit
    }

    /// What is checked, in one sentence for people who don't know the cryptography.
    pub fn explanation(self) -> &'static str {
        self.texts().explanation
    }

    /// What it means if this does not hold, in one sentence for the same people.
    pub fn meaning_of_failure(self) -> &'static str {
        self.texts().failure
    }

    fn texts(self) -> Texts {
        match self {
            Self::Checkpoint => Texts {
                id: "checkpoint",
                name: "Checkpoint, signed and witnessed",
                unit: "signatures",
                explanation: "The server that keeps the record has signed it, and as many \
                              witnesses as the definition asks for have signed that they saw \
                              the same one.",
                failure: "It is not certain that this is the record which everybody else was \
                          shown.",
            },
            Self::Files => Texts {
                id: "files",
                name: "Files of the archive",
                unit: "files",
                explanation: "Every file that the record consists of is there and is complete.",
                failure: "A part of the record is missing or damaged, here or where it was \
                          copied from.",
            },
            Self::Chain => Texts {
                id: "chain",
                name: "Chain of entries",
                unit: "entries",
                explanation: "Each entry names the one before it by its fingerprint, so none was \
                              added, removed, changed or moved later.",
                failure: "The history of the election was changed after it was written.",
            },
            Self::Tree => Texts {
                id: "tree",
                name: "Tree of hashes",
                unit: "hashes",
                explanation: "The entries are exactly those that the server and the witnesses \
                              signed, by the hash tree that also gives voters their receipts.",
                failure: "The entries are not those that were signed, and receipts of voters \
                          may not fit this record.",
            },
            Self::Form => Texts {
                id: "form",
                name: "Form and order of entries",
                unit: "entries",
                explanation: "Every entry is well formed and of a kind that is allowed at its \
                              place: no ballot comes before the opening or after the close.",
                failure: "The record holds something that may not be there, so what follows it \
                          has no agreed meaning.",
            },
            Self::Definition => Texts {
                id: "definition",
                name: "Definition of the election",
                unit: "entries",
                explanation: "Projects, costs, budgets, voting limits and the people in charge \
                              were fixed before the vote, and make sense together.",
                failure: "What was voted on is not validly fixed.",
            },
            Self::Signatures => Texts {
                id: "signatures",
                name: "Signatures of those in charge",
                unit: "signatures",
                explanation: "Every act of an official, a registrar or a trustee carries the \
                              signature of that person.",
                failure: "Somebody acted in the name of a person in charge, or an act of theirs \
                          was altered.",
            },
            Self::Ceremony => Texts {
                id: "ceremony",
                name: "Key ceremony of the trustees",
                unit: "messages",
                explanation: "The trustees made the election's keys together, in such a way that \
                              fewer of them than the threshold can decrypt nothing.",
                failure: "The keys of the election were not made as they must be, and the \
                          secrecy of votes may not be what was promised.",
            },
            Self::Rolls => Texts {
                id: "rolls",
                name: "Rolls of the registrars",
                unit: "credentials",
                explanation: "Registrars make each voting credential together, and each proves \
                              that it knows the secret of its own part, so none can vote without \
                              the others.",
                failure: "A registrar may have been able to make credentials alone, and vote \
                          with them.",
            },
            Self::Opening => Texts {
                id: "opening",
                name: "Opening of the vote",
                unit: "districts",
                explanation: "The vote opened only when every trustee had confirmed the keys and \
                              the rolls were complete, and the opening binds all of that.",
                failure: "The vote was opened before everything was in place, or on something \
                          else than what the record shows.",
            },
            Self::Eligibility => Texts {
                id: "eligibility",
                name: "Ballots come from the roll",
                unit: "ballots",
                explanation: "Every ballot belongs to a credential on the roll of its district \
                              that was valid at that moment.",
                failure: "The record holds ballots of credentials that had no right to vote.",
            },
            Self::CastSignatures => Texts {
                id: "cast-signatures",
                name: "Ballots were cast by their voters",
                unit: "ballots",
                explanation: "Every ballot is signed with the secret of its credential, which \
                              the server does not have.",
                failure: "Somebody cast or altered ballots without the voters' codes.",
            },
            Self::BallotProofs => Texts {
                id: "ballot-proofs",
                name: "Ballots keep to the limits",
                unit: "ballots",
                explanation: "Every encrypted ballot proves, without showing the choices, that \
                              it gives no project more than a ballot may and keeps to every \
                              limit.",
                failure: "A ballot may hold more votes than one person has.",
            },
            Self::History => Texts {
                id: "history",
                name: "The last ballot counts, no copies",
                unit: "ballots",
                explanation: "Of each credential only the last ballot counts, none was brought \
                              back or left out in between, and no ballot is a copy of another.",
                failure: "A vote may have been replaced by an older one, dropped, or copied to \
                          find out what it says.",
            },
            Self::Changes => Texts {
                id: "changes",
                name: "Withdrawn projects, replaced codes",
                unit: "entries",
                explanation: "Projects were withdrawn and voting codes revoked or replaced by \
                              the rules, and nobody got a second vote by it.",
                failure: "A project or a credential was changed in a way that the rules do not \
                          allow.",
            },
            Self::Paper => Texts {
                id: "paper",
                name: "Ballots on paper",
                unit: "ballots",
                explanation: "Each resident who voted on paper is named by credential, once, and \
                              has no electronic ballot that counts as well.",
                failure: "A vote on paper may count twice, or the totals on paper cannot be \
                          right.",
            },
            Self::Close => Texts {
                id: "close",
                name: "Close of the vote",
                unit: "statements",
                explanation: "Enough trustees have signed that they saw the vote end with this \
                              very set of ballots, so that no other set is decrypted as well.",
                failure: "It is not certain which ballots were there when the vote ended.",
            },
            Self::Decryptions => Texts {
                id: "decryptions",
                name: "Decryption by the trustees",
                unit: "contributions",
                explanation: "Trustees prove that they decrypted the sum of all ballots that \
                              count, and nothing else.",
                failure: "The totals may not be those of the ballots.",
            },
            Self::Counts => Texts {
                id: "counts",
                name: "Counts of the projects",
                unit: "counts",
                explanation: "The published counts are what the decryption gives, computed once \
                              more by this program.",
                failure: "The published counts are not those of the ballots.",
            },
            Self::Winners => Texts {
                id: "winners",
                name: "Winners",
                unit: "districts",
                explanation: "The winners and what they are given follow from the counts by the \
                              rule of the election, applied once more by this program.",
                failure: "The published winners, or what they are given, are not those that the \
                          rule gives.",
            },
        }
    }
}
