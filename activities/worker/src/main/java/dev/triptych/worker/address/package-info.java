/** Addresses of servers as users write them. */
@NullMarked
package dev.triptych.worker.address;

import org.jspecify.annotations.NullMarked;
