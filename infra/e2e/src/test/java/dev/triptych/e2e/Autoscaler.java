package dev.triptych.e2e;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * KEDA's and the horizontal autoscaler's rules, as the chart sets them up, on a clock that runs
 * {@link #SPEED} times as fast: a second is one round of both. KEDA takes pods to zero and from it;
 * in between the other divides a number by what one pod is for.
 */
final class Autoscaler {
  /** Seconds of a cluster in one of these. */
  static final int SPEED = 15;

  private static final int COOLDOWN = 300 / SPEED;
  private static final double TOLERANCE = .1; // of the horizontal autoscaler

  /** What counts as work, and when surplus pods go. */
  enum Rules {
    /** The temporal trigger as it comes, and the autoscaler's usual five minutes. */
    BACKLOG_ALONE(false, 300 / SPEED),
    /** The chart's for the gpu queue: what waits and what runs, and no scaling down but to zero. */
    ZERO(true, -1),
    /** The chart's other: surplus pods go after ten minutes. */
    GRADUAL(true, 600 / SPEED);

    private final boolean countsBusy;
    private final int stabilization;

    Rules(boolean countsBusy, int stabilization) {
      this.countsBusy = countsBusy;
      this.stabilization = stabilization;
    }
  }

  private final Rules rules;
  private final int most;
  private final Deque<Integer> recommended = new ArrayDeque<>();
  private double seenBusy;
  private int idleRounds;

  /**
   * @param most pods
   */
  Autoscaler(Rules rules, int most) {
    this.rules = rules;
    this.most = most;
  }

  /**
   * One round.
   *
   * @param pods that should be there until now; each has one slot
   * @param backlog tasks that wait
   * @param busy slots in use; known one round later, since they are scraped
   * @return the pods that should be there from now on
   */
  int round(int pods, long backlog, double busy) {
    double work = backlog + (rules.countsBusy ? seenBusy : 0);
    seenBusy = busy;
    idleRounds = work > 0 ? 0 : idleRounds + 1;
    if (pods == 0) {
      recommended.clear();
      return work > 0 ? 1 : 0;
    }
    return idleRounds >= COOLDOWN ? 0 : horizontal(pods, work);
  }

  private int horizontal(int pods, double work) {
    boolean near = Math.abs(work / pods - 1) <= TOLERANCE;
    int wanted = near ? pods : (int) Math.max(1, Math.min(most, Math.ceil(work)));
    if (wanted > pods) {
      wanted = Math.min(wanted, Math.max(pods + 4, 2 * pods));
    }
    if (rules.stabilization < 0) {
      return Math.max(wanted, pods);
    }
    recommended.addLast(wanted);
    if (recommended.size() > rules.stabilization) {
      recommended.removeFirst();
    }
    int highest = recommended.stream().mapToInt(Integer::intValue).max().orElse(wanted);
    return wanted < pods ? Math.min(pods, highest) : wanted;
  }
}
