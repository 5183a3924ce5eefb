package dev.triptych.models.checkpoints;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pickle has numbered to use it again. Python numbers from 0 without gaps. */
final class PickleMemo {
  private final List<Pickled> dense = new ArrayList<>();
  private final Map<Long, Pickled> sparse = new HashMap<>();

  /** Numbers a value by the count of those that are numbered already. */
  void add(Pickled value) {
    put((long) dense.size() + sparse.size(), value);
  }

  void put(long index, Pickled value) {
    if (index >= 0 && index < dense.size()) {
      dense.set((int) index, value);
    } else if (index == dense.size()) {
      sparse.remove(index);
      dense.add(value);
    } else {
      sparse.put(index, value);
    }
  }

  Pickled get(long index) throws Malformed {
    Pickled value = index >= 0 && index < dense.size() ? dense.get((int) index) : sparse.get(index);
    if (value == null) {
      throw new Malformed("its pickle uses number " + index + " of its memo, which is not there");
    }
    return value;
  }
}
