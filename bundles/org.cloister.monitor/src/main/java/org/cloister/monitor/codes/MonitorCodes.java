// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.codes;

/** Codes of problems of monitors; see {@link org.cloister.api.ProblemCodes}. */
public final class MonitorCodes {
    /** Operation: the guest was launched with debugging off. */
    public static final String DEBUG_OFF = "debug.off";

    /** Input: a monitor cannot listen there. */
    public static final String MONITOR_ADDRESS = "monitor.address";

    /** Host: the platform does not report the position of its C-bit. */
    public static final String MONITOR_CBIT = "monitor.cbit";

    /** Operation: the guest's memory could not be written to this file. */
    public static final String MONITOR_FILE = "monitor.file";

    /** Input: the name of the file for the guest's memory is none. */
    public static final String MONITOR_FILE_NAME = "monitor.file.name";

    /** Operation: there is no launch measurement that the firmware authenticated. */
    public static final String MONITOR_MEASUREMENT = "monitor.measurement";

    /** Host: the secure processor of this platform cannot be asked. */
    public static final String MONITOR_PROCESSOR = "monitor.processor";

    /** Input: the guest has no memory there. */
    public static final String MONITOR_RANGE = "monitor.range";

    /** Host: what runs the guest cannot halt it for a reset. */
    public static final String MONITOR_RESET = "monitor.reset";

    /** Input: there can be no socket at this path. */
    public static final String MONITOR_SOCKET = "monitor.socket";

    /** Host: what runs the guest cannot halt it and go on later. */
    public static final String MONITOR_STOP = "monitor.stop";

    /** Input: there is something at the monitor's path already. */
    public static final String MONITOR_TAKEN = "monitor.taken";

    /** Operation: the guest is not an SEV guest. */
    public static final String MONITOR_TYPE = "monitor.type";

    private MonitorCodes() {}
}
