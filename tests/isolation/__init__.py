"""That no client's site holds, or depends on, anything of another client: proved on companies made at random."""
