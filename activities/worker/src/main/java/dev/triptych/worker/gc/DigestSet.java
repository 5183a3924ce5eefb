package dev.triptych.worker.gc;

/**
 * Digests that were met, by their first 64 bits in one array: 16 to 32 bytes for each, whatever
 * there is of objects around them. Two digests that begin alike count as one; so what is told of
 * may be too much, by one in some billions, and never too little. Safe for several threads.
 */
final class DigestSet {
  private static final int HEX_DIGITS = 16;
  private static final int SMALLEST = 1 << 10;

  private long[] slots = new long[SMALLEST]; // 0 is free
  private int size;

  synchronized void add(String sha256) {
    if (2 * (size + 1) > slots.length) {
      long[] former = slots;
      slots = new long[2 * former.length];
      size = 0;
      for (long word : former) {
        if (word != 0) {
          put(word);
        }
      }
    }
    put(word(sha256));
  }

  private void put(long word) {
    int slot = slot(word);
    if (slots[slot] == 0) {
      slots[slot] = word;
      size++;
    }
  }

  synchronized boolean contains(String sha256) {
    long word = word(sha256);
    return slots[slot(word)] == word;
  }

  synchronized int size() {
    return size;
  }

  /** Where the word is, or would be; digests are as good as random. */
  private int slot(long word) {
    int slot = (int) word & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != word) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static long word(String sha256) {
    long word = Long.parseUnsignedLong(sha256.substring(0, HEX_DIGITS), HEX_DIGITS);
    return word == 0 ? 1 : word;
  }
}
