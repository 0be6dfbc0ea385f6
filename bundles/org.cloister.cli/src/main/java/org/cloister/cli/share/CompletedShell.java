// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

/** A shell that completes what is typed, and where below {@code share} it looks for the file that says how. */
public enum CompletedShell {
    /** GNU bash, with bash-completion. */
    BASH("bash-completion/completions/cloister"),
    /** zsh, by its function path. */
    ZSH("zsh/site-functions/_cloister"),
    /** fish. */
    FISH("fish/vendor_completions.d/cloister.fish");

    private final String file;

    CompletedShell(String file) {
        this.file = file;
    }

    /** The name of its file below {@code share}. */
    public String file() {
        return file;
    }
}
