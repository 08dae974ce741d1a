//! The bases: `spec/protocol.md`, sections 2 and 11.1.

use bulletproofs::BulletproofGens;
use isoloir_crypto::generators::{blinding_base, message_base, vector_bases};
use serde::{Deserialize, Serialize};

use crate::file::{Area, Hex, Invalid, Valid, valid};

pub(crate) struct Generators;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    slots: u16,
    range_values: usize,
    range_bits: usize,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    h: Hex,
    k: Hex,
    /// G_1 .. G_w.
    g: Vec<Hex>,
    /// For each value p, g_(pn) .. g_(pn+n-1) of the range proof.
    range_g: Vec<Vec<Hex>>,
}

impl Area for Generators {
    const NAME: &'static str = "generators";
    const SPEC: &'static str = "protocol.md, sections 2 and 11.1";
    const REFUSES: bool = false;
    type Input = Input;
    type Output = Output;

    fn valid() -> Vec<Valid<Input>> {
        vec![
            valid("four_slots", Input { slots: 4, range_values: 2, range_bits: 8 }),
            valid("one_slot", Input { slots: 1, range_values: 1, range_bits: 64 }),
        ]
    }

    fn invalid() -> Vec<Invalid<Input>> {
        Vec::new()
    }

    fn judge(input: &Input) -> Result<Output, String> {
        let gens = BulletproofGens::new(input.range_bits, input.range_values);
        let range_g = (0..input.range_values).map(|value| {
            let share = gens.share(value);
            share.G(input.range_bits).map(|g| g.compress().to_bytes().into()).collect()
        });
        Ok(Output {
            h: message_base().as_bytes().into(),
            k: blinding_base().as_bytes().into(),
            g: vector_bases(input.slots).iter().map(|base| base.as_bytes().into()).collect(),
            range_g: range_g.collect(),
        })
    }
}
