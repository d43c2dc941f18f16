"""The questions that a study answers, one file each, and the thresholds that choose their words."""
