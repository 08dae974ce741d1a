//! Temporary.
use super::decode::Batch;
use super::replay::replay;
use super::*;
use crate::crypto::tests::prover::{Prover, constraint, district};

fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1000.0
}

fn time<T>(name: &str, count: usize, mut f: impl FnMut() -> T) -> T {
    let mut best = f64::MAX;
    let mut value = None;
    for _ in 0..5 {
        let begun = cpu();
        value = Some(f());
        best = best.min(cpu() - begun);
    }
    println!("{name:24} {:8.1} us per ballot", best / count as f64);
    value.unwrap()
}

#[test]
#[ignore]
fn bench() {
    let parameters = district(0, 20, vec![constraint((1 << 32) - 1, -1000, 20)]);
    assert_eq!(parameters.style().range_bits(), 32);
    let mut prover = Prover::new(5);
    let made: Vec<_> = (0..64_usize)
        .map(|i| {
            let choices: Vec<bool> = (0..20).map(|j| (i >> (j % 6)) & 1 == 1).collect();
            prover.cast(&parameters, &choices)
        })
        .collect();
    for count in [512_usize, 768, 1024] {
        println!("--- {count}");
        let casts: Vec<_> = (0..count)
            .map(|i| {
                let ballot = &made[i % 64];
                CastBallot {
                    entry: i as u64,
                    parameters: &parameters,
                    credential: &ballot.credential,
                    previous: &ballot.previous,
                    tracker: parameters.tracker(&ballot.credential, &ballot.sealed),
                    sealed: &ballot.sealed,
                    signature: &ballot.signature,
                }
            })
            .collect();
        time("check", count, || assert_eq!(check(&casts).guilty, []));
        let (batch, _) = time("decode", count, || Batch::decode(&casts));
        time("  replay", count, || {
            for cast in &casts {
                std::hint::black_box(replay(cast));
            }
        });
        time("sums", count, || batch.sums());
        let mut weights = Weights::draw();
        time("weights", count, || {
            for _ in &casts {
                std::hint::black_box(weights.next());
            }
        });
        time("terms", count, || {
            let mut scalars = Vec::new();
            let mut fixed = Fixed::new(&batch.key_sets);
            for ballot in &batch.ballots {
                terms::add(
                    ballot,
                    batch.scalars_of(ballot),
                    &weights.next(),
                    &mut scalars,
                    &mut fixed,
                );
            }
            scalars
        });
        time("sum", count, || {
            assert!(batch.sum_is_neutral(batch.ballots.iter().map(|b| (b, weights.next()))))
        });
        time("tracker", count, || {
            for cast in &casts {
                std::hint::black_box(parameters.tracker(cast.credential, cast.sealed));
            }
        });
    }
}
