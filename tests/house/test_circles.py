"""No circles: a module can be understood after those it imports, and never needs itself."""

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = grimp.build_graph("patientkontrakt", exclude_type_checking_imports=True, cache_dir=None)
    # A package that gathers its own modules' names is one thing with them, so it is left out of its children's needs.
    needs = {
        module: {
            needed
            for needed in graph.find_modules_directly_imported_by(module)
            if not module.startswith(f"{needed}.")
        }
        for module in graph.modules
    }
    assert len(needs) > 100
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as circle:
        raise AssertionError(f"a circle: {' → '.join(circle.args[1])}") from None
    assert set(order) == set(needs)
