"""From a scene to marks on paper: places, labels that do not collide, one Vega-Lite specification."""
