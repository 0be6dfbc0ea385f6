// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import org.cloister.supervisor.linux.TerminalSignals;
import org.cloister.supervisor.trap.SupervisedTree;

/** A program that was begun, with every process that it begins. They end at the latest with this process. */
public final class RunningProgram implements AutoCloseable {
    private final SupervisedTree tree;

    RunningProgram(SupervisedTree tree) {
        this.tree = tree;
    }

    /** The number of the program's process. */
    public int process() {
        return tree.process();
    }

    /**
     * Waits for the program, and everything that it left running.
     *
     * @return its exit status, or 128 and the number of the signal that ended it
     */
    public int join() throws InterruptedException {
        return tree.join();
    }

    /**
     * Leaves the signals of the terminal, SIGINT and SIGQUIT, to the program: this process ignores them from now on,
     * and the program decides whether it ends.
     */
    public void leaveTerminal() {
        TerminalSignals.leaveToPrograms();
    }

    /** Sends a signal to the program, by its number. */
    public void send(int signal) {
        tree.send(signal);
    }

    /** Ends the program and everything that it left running, whatever they do. */
    @Override
    public void close() {
        tree.end();
    }
}
