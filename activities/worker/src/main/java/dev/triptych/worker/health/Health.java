package dev.triptych.worker.health;

import java.util.Optional;

/** What a worker says of itself. */
public interface Health {
  /** Of a worker that is being set up. */
  Health STARTING =
      new Health() {
        @Override
        public Optional<String> notReady() {
          return Optional.of("the worker is starting");
        }

        @Override
        public Optional<String> notAlive() {
          return Optional.empty();
        }
      };

  /** Why it takes no work at the moment; empty if it does. */
  Optional<String> notReady();

  /** Why it will not take work again unless it is started anew; empty if it will. */
  Optional<String> notAlive();
}
