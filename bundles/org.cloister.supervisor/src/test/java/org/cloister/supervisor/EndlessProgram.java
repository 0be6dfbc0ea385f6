// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

/** A process that supervises a shell, and is to be killed. */
final class EndlessProgram {
    private EndlessProgram() {}

    /** Runs a script. */
    public static void main(String[] words) throws InterruptedException {
        try (SupervisedHost host = SupervisedHost.of()) {
            host.run("sh", "-c", words[0]);
        }
    }
}
