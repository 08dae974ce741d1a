use core::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $text:literal;)*) => {
        /// What an entry carries: the `kind` byte of a board's entry (`spec/election.md`, section 5).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name = $number,)*
        }

        impl Kind {
            /// The kind with this byte, if there is one.
            #[must_use]
            pub fn from_byte(byte: u8) -> Option<Self> {
                match byte {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }
        }

        impl fmt::Display for Kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $text,)*
                })
            }
        }
    };
}

kinds! {
    /// The general part of the definition, signed by an official.
    Definition = 1, "definition";
    /// The part of the definition for one district, bound by its hash.
    District = 2, "district";
    /// Round 0 of the ceremony, signed by a trustee.
    DealingCommitment = 3, "dealing commitment";
    /// Round 1 of the ceremony, signed by a trustee.
    DealingOpening = 4, "dealing opening";
    /// Round 2 of the ceremony, signed by a trustee.
    Deal = 5, "deal";
    /// Round 3 of the ceremony, signed by a trustee: ends it without keys.
    Complaint = 6, "complaint";
    /// Round 3 of the ceremony, signed by a trustee.
    Confirmation = 7, "confirmation";
    /// Credentials of a district, signed by a registrar.
    Roll = 8, "roll";
    /// Opens the vote, signed by an official.
    Open = 9, "open";
    /// A vote, signed by its credential.
    Ballot = 10, "ballot";
    /// Takes a project out of the running, signed by an official.
    Withdrawal = 11, "withdrawal";
    /// Voids a credential, signed by a registrar.
    Revocation = 12, "revocation";
    /// Replaces a revoked credential, signed by every registrar.
    Reissue = 13, "reissue";
    /// Ballots on paper, signed by two officials.
    PaperBatch = 14, "paper batch";
    /// Closes the vote, signed by an official.
    Close = 15, "close";
    /// Which board a trustee will decrypt, signed by it.
    CloseStatement = 16, "close statement";
    /// A trustee's part of a decryption, signed by it.
    Decryption = 17, "decryption";
    /// Counts and winners of a district, signed by an official.
    Result = 18, "result";
}

impl Kind {
    /// Whether signatures of this kind are bound to the fingerprint, which exists from the opening on; those before are
    /// bound to the election's id.
    #[must_use]
    pub fn is_after_open(self) -> bool {
        self > Self::Open
    }
}
