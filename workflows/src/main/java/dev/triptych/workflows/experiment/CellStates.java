package dev.triptych.workflows.experiment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.triptych.workflows.stage.State;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far each cell of a launch is, one letter a cell in the spec's order: {@code ddfrrpp}. So
 * small that a thousand cells may be told of as often as one likes.
 */
public record CellStates(@JsonValue String letters) {
  private static final Map<Character, State> STATES =
      Arrays.stream(State.values()).collect(Collectors.toMap(CellStates::letter, state -> state));

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CellStates {
    if (!letters.chars().allMatch(letter -> STATES.containsKey((char) letter))) {
      throw new IllegalArgumentException("cells have no such states: " + letters);
    }
  }

  public static CellStates of(List<State> states) {
    StringBuilder letters = new StringBuilder(states.size());
    states.forEach(state -> letters.append(letter(state)));
    return new CellStates(letters.toString());
  }

  public int size() {
    return letters.length();
  }

  /**
   * State of the cell at {@code place} in the spec's order; pending for one that is not told of.
   */
  public State at(int place) {
    State told = place < letters.length() ? STATES.get(letters.charAt(place)) : null;
    return told == null ? State.PENDING : told;
  }

  private static char letter(State state) {
    return state.slug().charAt(0);
  }
}
