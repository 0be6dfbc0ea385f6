// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.codes;

/** Codes of problems of the platform in software; see {@link org.cloister.api.ProblemCodes}. */
public final class SoftSevCodes {
    /** Operation: the machine was closed. */
    public static final String MACHINE_CLOSED = "machine.closed";

    /** Host: the machine would have too much memory, or memory up to the C-bit. */
    public static final String MACHINE_MEMORY = "machine.memory";

    /** Operation: the machine is being run already. */
    public static final String MACHINE_RUNNING = "machine.running";

    /** Host: the machine would have too many vCPUs. */
    public static final String MACHINE_VCPUS = "machine.vcpus";

    /** Operation: the guest's page tables do not map this address. */
    public static final String PAGING_FAULT = "paging.fault";

    /** Operation: code or page tables of a guest that is executed lie in a page that it maps without the C-bit. */
    public static final String PAGING_SHARED = "paging.shared";

    /** Operation: the guest's page tables are too many, or map themselves. */
    public static final String PAGING_TABLES = "paging.tables";

    /** Operation: the platform was closed or configured again. */
    public static final String PLATFORM_CLOSED = "platform.closed";

    /** Input: a guest's request is not one page. */
    public static final String REQUEST_PAGE = "request.page";

    /** Operation: the platform's settings changed while a machine was made. */
    public static final String SOFTSEV_CHANGED = "softsev.changed";

    /** Host: this setting is part of the secure processor, which does not change while it has machines. */
    public static final String SOFTSEV_MACHINES = "softsev.machines";

    /** Input: there is no such setting of the platform in software, or its value is out of range. */
    public static final String SOFTSEV_SETTING = "softsev.setting";

    /** Host: the state of the platform is damaged and is not used. */
    public static final String STATE_CORRUPT = "state.corrupt";

    /** Input: the state is of a processor of another generation. */
    public static final String STATE_GENERATION = "state.generation";

    /** Host: the platform's state cannot be read or written. */
    public static final String STATE_IO = "state.io";

    /** Host: another platform is using this state folder. */
    public static final String STATE_LOCKED = "state.locked";

    /** Host: the platform's firmware is older than what was committed. */
    public static final String STATE_TCB = "state.tcb";

    /** Host: the state was written by another version of the platform in software. */
    public static final String STATE_VERSION = "state.version";

    /** Input: this cannot be the name of a cloud provider in a certificate. */
    public static final String VLEK_CSP = "vlek.csp";

    /** Input: a hashstick has another length. */
    public static final String VLEK_LENGTH = "vlek.length";

    private SoftSevCodes() {}
}
