// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.nio.file.Path;
import java.util.List;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.core.LaunchBed;

/** The commands before the real launcher, SNP backend and software platform, as a person at a terminal has them. */
public final class CommandBench {
    private final GuestLauncher launcher = LaunchBed.snp();
    private final Path folder;
    private Terminal last;

    /** A bench whose commands begin in a folder. */
    public CommandBench(Path folder) {
        this.folder = folder;
    }

    public GuestLauncher launcher() {
        return launcher;
    }

    /** Runs a command; returns its exit code. */
    public int run(List<String> arguments) {
        last = new Terminal().folder(folder).launcher(launcher);
        return last.run(arguments.toArray(String[]::new));
    }

    /** What the last command wrote as its result. */
    public String out() {
        return last.out();
    }

    /** What the last command wrote besides. */
    public String err() {
        return last.err();
    }
}
