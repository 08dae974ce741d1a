//! Other programs and libraries that check ballots of as many options.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use elastic_elgamal::app::{ChoiceParams, EncryptedChoice, MultiChoice};
use elastic_elgamal::group::Ristretto;
use elastic_elgamal::{
    Ciphertext, Keypair, PreparedRange, PublicKey, RangeDecomposition, RangeProof,
};
use rand_core::OsRng;

use crate::archives;
use crate::election::SLOTS;
use crate::process;

/// Ballots of Belenios' two elections. The difference of the times is that of the ballots alone.
const BELENIOS_BALLOTS: [usize; 2] = [20, 50];

/// Checks of `elastic-elgamal` in one measurement.
const CHECKS: u32 = 50;

/// An election of Belenios, in two sizes.
pub(crate) struct Belenios {
    folder: PathBuf,
}

impl Belenios {
    /// One question of 20 options, of which a voter chooses `least` to `most`.
    pub(crate) fn prepare(least: usize, most: usize) -> Result<Self> {
        let [small, large] = BELENIOS_BALLOTS;
        let name = format!("belenios-{least}-to-{most}-{small}-{large}");
        let folder = archives::made_once(&name, |folder| {
            eprintln!("Preparing an election of Belenios");
            let script =
                Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/verifier/belenios-election");
            let numbers = [least, most, small, large].map(|number| number.to_string());
            let mut prepare = Command::new(script);
            prepare.arg(folder).args(numbers);
            let finished = process::run(prepare)?;
            let last = finished.stderr.lines().last().unwrap_or("belenios-tool is not there");
            ensure!(finished.code == Some(0), "{last}");
            Ok(())
        })?;
        version().map(|_| Self { folder })
    }

    /// Seconds that `belenios-tool election verify` takes for a ballot.
    pub(crate) fn measure(&self) -> Result<f64> {
        let [small, large] = BELENIOS_BALLOTS;
        let seconds = self.verify("large")? - self.verify("small")?;
        Ok(seconds / (large - small) as f64)
    }

    fn verify(&self, size: &str) -> Result<f64> {
        let mut command = process::on_cores(1, Path::new("belenios-tool"));
        command.args(["election", "verify", "--dir"]).arg(self.folder.join(size));
        let finished = process::run(command)?;
        ensure!(
            finished.code == Some(0),
            "belenios-tool refuses its own election: {}",
            finished.stderr
        );
        Ok(finished.seconds)
    }
}

/// Version of `belenios-tool`.
pub(crate) fn version() -> Result<String> {
    let output = Command::new("belenios-tool").arg("--version").output()?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split_whitespace().next().context("it says no version")?.into())
}

/// A ballot of the crate `elastic-elgamal`, in memory: a choice of any number of the options, with a
/// range proof of a sum of them.
pub(crate) struct Elastic {
    parameters: ChoiceParams<Ristretto, MultiChoice>,
    choice: EncryptedChoice<Ristretto, MultiChoice>,
    key: PublicKey<Ristretto>,
    range: PreparedRange<Ristretto>,
    sum: Ciphertext<Ristretto>,
    proof: RangeProof<Ristretto>,
}

impl Elastic {
    /// The sum is below `bound`.
    pub(crate) fn new(bound: u64) -> Self {
        let key = Keypair::<Ristretto>::generate(&mut OsRng).public().clone();
        let parameters = ChoiceParams::multi(key.clone(), SLOTS);
        let chosen: Vec<bool> = (0..SLOTS).map(|option| option % 5 == 0).collect();
        let choice = EncryptedChoice::new(&parameters, &chosen, &mut OsRng);
        let range = PreparedRange::from(RangeDecomposition::optimal(bound));
        // To check the proof for this sum takes as long as for the sum of the choices.
        let (sum, proof) = key.encrypt_range(&range, 4, &mut OsRng);
        Self { parameters, choice, key, range, sum, proof }
    }

    /// Seconds that checking a ballot takes.
    pub(crate) fn measure(&self) -> Result<f64> {
        let begun = Instant::now();
        for _ in 0..CHECKS {
            let choice = self.choice.verify(&self.parameters);
            choice.map_err(|error| anyhow!("elastic-elgamal refuses its own ballot: {error}"))?;
            let range = self.key.verify_range(&self.range, self.sum, &self.proof);
            range.map_err(|error| anyhow!("elastic-elgamal refuses its own range: {error}"))?;
        }
        Ok(begun.elapsed().as_secs_f64() / f64::from(CHECKS))
    }
}
