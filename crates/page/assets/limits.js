// What a ballot may hold (spec/election.md, section 3), for the moment at which somebody chooses. Whether a ballot keeps to
// the limits is decided again where it is sealed, and proved to everybody.

/** What a voter gives each project of a district: 0 to `district.points`, by position. */
export class Ballot {
  constructor(district) {
    this.district = district;
    this.points = new Uint8Array(district.projects.length);
  }

  get isEmpty() {
    return this.points.every((points) => points === 0);
  }

  /** The positions of what is chosen. */
  get chosen() {
    return this.district.projects.map((_, position) => position).filter((position) => this.points[position] > 0);
  }

  /** What is chosen costs together. */
  get cost() {
    return this.chosen.reduce((sum, position) => sum + this.district.projects[position].cost, 0);
  }

  /** Gives a project so many points, unless a limit is then exceeded. Returns whether it did. */
  give(position, points) {
    if (points > this.points[position] && this.why(position, points)) return false;
    this.points[position] = points;
    return true;
  }

  /** The first limit "at most" that is exceeded if a project gets so many points, and by how much; null if none is. */
  why(position, points = this.district.points) {
    for (const limit of this.district.limits) {
      if (limit.bound !== "at most" || !speaksOf(limit, position)) continue;
      const sum = this.sum(limit) + this.measure(limit, position, points) - this.measure(limit, position, this.points[position]);
      if (sum > limit.amount) return { limit, over: sum - limit.amount };
    }
    return null;
  }

  /** The limits "at least" that are not kept yet, and how much is missing. */
  missing() {
    const least = this.district.limits.filter((limit) => limit.bound === "at least");
    return least.map((limit) => ({ limit, amount: limit.amount - this.sum(limit) })).filter(({ amount }) => amount > 0);
  }

  sum(limit) {
    return this.chosen
      .filter((position) => speaksOf(limit, position))
      .reduce((sum, position) => sum + this.measure(limit, position, this.points[position]), 0);
  }

  measure(limit, position, points) {
    if (limit.measure === "points") return points;
    if (points === 0) return 0;
    return limit.measure === "cost" ? this.district.projects[position].cost : 1;
  }
}

function speaksOf(limit, position) {
  return limit.projects === null || limit.projects.includes(position);
}
