package dev.triptych.worker.runs;

import dev.triptych.workflows.database.Member;

/**
 * A line of a database's page.
 *
 * @param member which dataset it is
 * @param data the dataset itself, so that a page is read in one piece
 */
public record PageLine(Member member, DatasetManifest data) {}
