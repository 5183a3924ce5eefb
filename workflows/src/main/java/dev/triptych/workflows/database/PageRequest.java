package dev.triptych.workflows.database;

import java.util.List;

/**
 * Asks for the page of one style.
 *
 * @param run whose folder has the stage records
 * @param parts under which the datasets' stages are recorded there, in their order
 */
public record PageRequest(
    String run, String style, String slug, List<Member> members, List<String> parts) {
  public PageRequest {
    members = List.copyOf(members);
    parts = List.copyOf(parts);
  }
}
