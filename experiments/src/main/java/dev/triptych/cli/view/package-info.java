/** The live view: a page on this machine that turns a run's portraits by rendering them. */
@NullMarked
package dev.triptych.cli.view;

import org.jspecify.annotations.NullMarked;
