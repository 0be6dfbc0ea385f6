// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;

/** What happens to the processes of a tree, told by the thread that traces them; each method must be quick. */
interface TreeEvents {
    /** The first process is about to begin the program. */
    void begins(int process);

    /** A thread ended; that of a process's number with the process. */
    void ended(int thread, int exitStatus);

    /** A process begins another program, and is stopped. */
    void program(int process, Tracing tracing);

    /**
     * A thread stopped for a signal.
     *
     * @return whether that was dealt with, and the program need not know
     */
    boolean fault(TraceEvent event, Tracing tracing);

    /** The last process ended. */
    void over();
}
