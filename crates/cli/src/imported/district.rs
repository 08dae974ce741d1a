use anyhow::Result;
use isoloir_election::definition::{District, DistrictParts, Project, Ties};
use isoloir_election::rules::Rule;
use isoloir_pabulib::Instance;

use super::{amount, limits, one_line, threshold};

/// The district that a file describes, with ties in the order of its rows.
///
/// # Errors
/// If the file says nothing that a district can be, in words that name the rows of META.
pub(crate) fn district(instance: &Instance, rule: Rule, floor: u32) -> Result<District> {
    let meta = &instance.meta;
    let budget = amount(meta.budget)?;
    let projects = instance.projects.iter().map(|project| {
        Ok(Project {
            id: project.id.clone(),
            name: project.name.as_deref().map_or_else(|| project.id.clone(), one_line),
            // What a withdrawn project would have cost is not in the file.
            cost: if instance.is_withdrawn(project) { budget } else { amount(project.cost)? },
        })
    });
    let projects: Vec<Project> = projects.collect::<Result<_>>()?;
    let name = meta.subunit.as_deref().or(meta.unit.as_deref()).unwrap_or("District");
    let scale = limits::scale(instance)?;
    let limits = limits::limits(instance, scale)?;
    let district = District::new(DistrictParts {
        scale,
        limits: limits.clone(),
        rule,
        threshold: threshold(meta)?,
        ties: Ties::Listed((0..projects.len() as u16).collect()),
        floor,
        ..DistrictParts::new(one_line(name), budget, projects)
    });
    district.map_err(|error| limits::explain(error, &limits, instance.decimals))
}
