package dev.triptych.worker.runs;

import java.util.Optional;

/**
 * Where a run, or one of its cells, has its documents in the store.
 *
 * <pre>
 * runs/&lt;run&gt;/                   {@link RunDocument}s of the run
 * runs/&lt;run&gt;/stages/&lt;part&gt;.json  records of the stages of a dataset, a cell, or the launch itself
 * runs/&lt;run&gt;/cells/&lt;cell&gt;/       journal and status of a cell
 * runs/&lt;run&gt;/report/             what the report shows of each cell, and its pictures
 * </pre>
 *
 * @param id the folder below {@code runs/}, for instance {@code elves/cells/an-elf-ours-s0}
 */
public record RunLayout(String id) {
  /** Prefix of everything that runs leave. */
  public static final String ALL = "runs/";

  private static final String CELLS = "/cells/";

  public static RunLayout of(String run) {
    return new RunLayout(run);
  }

  /** That of one of the run's cells. */
  public RunLayout cell(String slug) {
    return new RunLayout(id + CELLS + slug);
  }

  /** The folder, without a slash behind it. */
  public String folder() {
    return ALL + id;
  }

  public String document(RunDocument document) {
    return file(document.file());
  }

  /**
   * @param name in the folder, for instance {@code report.html}
   */
  public String file(String name) {
    return folder() + "/" + name;
  }

  /** Records of the stages of a part of the run. */
  public String stages(String part) {
    return file("stages/" + part + ".json");
  }

  /** Prefix of the records of all parts. */
  String stages() {
    return file("stages/");
  }

  /** The part of the run that has its records in this document; empty if it is something else. */
  Optional<String> partOf(String document) {
    String prefix = stages();
    return document.startsWith(prefix) && document.endsWith(".json")
        ? Optional.of(document.substring(prefix.length(), document.length() - ".json".length()))
        : Optional.empty();
  }

  /** A file of what the report needs beside it. */
  String reportFile(String name) {
    return file("report/" + name);
  }

  /** Prefix of what the run's cells have. */
  public String cells() {
    return folder() + CELLS;
  }

  /** The slug of the cell that has this document; empty if none of the run's cells does. */
  public Optional<String> cellOf(String document) {
    return folderIn(cells(), document);
  }

  /** The run whose entry this document is; empty if it is something else. */
  static Optional<String> runOfEntry(String document) {
    return folderIn(ALL, document)
        .filter(run -> of(run).document(RunDocument.ENTRY).equals(document));
  }

  /** The run that this document marks as one that is being deleted; empty if it is another. */
  static Optional<String> runOfDeletion(String document) {
    return runOf(document).filter(run -> of(run).document(RunDocument.DELETED).equals(document));
  }

  /** The run in whose folder this document lies; empty if it lies elsewhere. */
  public static Optional<String> runOf(String document) {
    return folderIn(ALL, document);
  }

  private static Optional<String> folderIn(String prefix, String document) {
    int end = document.indexOf('/', prefix.length());
    return document.startsWith(prefix) && end > prefix.length()
        ? Optional.of(document.substring(prefix.length(), end))
        : Optional.empty();
  }
}
