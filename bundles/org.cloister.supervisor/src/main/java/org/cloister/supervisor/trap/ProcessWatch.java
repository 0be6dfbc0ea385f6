// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;

/** Gets to know what becomes of processes, by the thread that traces them; each method must be quick. */
public interface ProcessWatch {
    /** A thread ended; that of a process's number with the process. */
    void ended(int thread);

    /** A process begins another program, and is stopped. */
    void program(int process, Tracing tracing);

    /** A thread stopped for a signal; whether that was dealt with, and the program need not know. */
    boolean fault(TraceEvent event, Tracing tracing);
}
