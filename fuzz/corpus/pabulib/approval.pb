META
key; value
description; A tiny election
country; Nowhere
unit; Town
instance; 2026
num_projects; 2
num_votes; 3
budget; 100
vote_type; approval
rule; greedy
PROJECTS
project_id; cost; votes; name
1; 40; 2; Trees
2; 70; 1; A path
VOTES
voter_id; vote
1; 1
2; 1,2
3; 
