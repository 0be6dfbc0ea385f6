// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.table;

/** The tables: what KVM and the firmware answer. Tests go through every cell, and the documentation prints them. */
public final class Tables {
    /** A machine for SEV. */
    public static final CommandTable SEV = CommandTable.parse("""
            command                         | CREATED | INITIALISED | LAUNCH_UPDATE | LAUNCH_SECRET | RUNNING | SEND_UPDATE | RECEIVE_UPDATE | SENT   | CLOSED
            INIT                            | done K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            ES_INIT                         | 22/- S  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            INIT2                           | done K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            LAUNCH_START                    | 25/- K  | done F      | 5/0c F        | 5/0c F        | 5/0c F  | 5/0c F      | 5/0c F         | 5/0c F | 9/- K
            LAUNCH_UPDATE_DATA              | 25/- K  | 9/- K       | done F        | 5/02 F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            LAUNCH_UPDATE_VMSA              | 25/- K  | 25/- K      | 25/- K        | 25/- K        | 25/- K  | 25/- K      | 25/- K         | 25/- K | 9/- K
            LAUNCH_SECRET                   | 25/- K  | 9/- K       | 5/02 F        | done F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            LAUNCH_MEASURE, length          | 25/- K  | 9/- K       | 5/04 F        | 5/02 F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            LAUNCH_MEASURE                  | 25/- K  | 9/- K       | done F        | 5/02 F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            LAUNCH_FINISH                   | 25/- K  | 9/- K       | 5/02 F        | done F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            SEND_START, length              | 25/- K  | 9/- K       | 5/04 F        | 5/04 F        | 5/04 F  | 5/04 F      | 5/04 F         | 5/04 F | 9/- K
            SEND_START                      | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | done F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            SEND_START with NOSEND          | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/07 F  | -           | 5/02 F         | -      | 9/- K
            SEND_UPDATE_DATA, length        | 25/- K  | 9/- K       | 5/04 F        | 5/04 F        | 5/04 F  | 5/04 F      | 5/04 F         | 5/04 F | 9/- K
            SEND_UPDATE_DATA                | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/02 F  | done F      | 5/02 F         | 5/02 F | 9/- K
            SEND_UPDATE_VMSA (10)           | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            SEND_UPDATE_VMSA, typed         | 25/- S  | 9/- S       | 5/02 F        | 5/02 F        | 5/02 F  | 5/15 F      | 5/02 F         | 5/02 F | 9/- K
            SEND_FINISH                     | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/02 F  | done F      | 5/02 F         | 5/02 F | 9/- K
            RECEIVE_START                   | 25/- K  | done F      | 5/0c F        | 5/0c F        | 5/0c F  | 5/0c F      | 5/0c F         | 5/0c F | 9/- K
            RECEIVE_UPDATE_DATA             | 22/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/02 F  | 5/02 F      | done F         | 5/02 F | 9/- K
            RECEIVE_UPDATE_VMSA (14)        | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            RECEIVE_UPDATE_VMSA, typed      | 25/- S  | 9/- S       | 5/02 F        | 5/02 F        | 5/02 F  | 5/02 F      | 5/15 F         | 5/02 F | 9/- K
            RECEIVE_FINISH                  | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/02 F  | 5/02 F      | done F         | 5/02 F | 9/- K
            GUEST_STATUS                    | 25/- K  | 9/- K       | done F        | done F        | done F  | done F      | done F         | done F | 9/- K
            DBG_DECRYPT                     | 25/- K  | 9/- K       | done F        | done F        | done F  | done F      | done F         | done F | 9/- K
            DBG_DECRYPT with NODBG          | 25/- K  | 9/- K       | 5/07 F        | 5/07 F        | 5/07 F  | 5/07 F      | 5/07 F         | 5/07 F | 9/- K
            DBG_ENCRYPT                     | 25/- K  | 9/- K       | done F        | done F        | done F  | done F      | done F         | done F | 9/- K
            DBG_ENCRYPT with NODBG          | 25/- K  | 9/- K       | 5/07 F        | 5/07 F        | 5/07 F  | 5/07 F      | 5/07 F         | 5/07 F | 9/- K
            CERT_EXPORT (19)                | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            GET_ATTESTATION_REPORT, length  | 25/- K  | 9/- K       | 5/02 F        | 5/04 F        | 5/04 F  | 5/04 F      | 5/02 F         | 5/04 F | 9/- K
            GET_ATTESTATION_REPORT          | 25/- K  | 9/- K       | 5/02 F        | done F        | done F  | done F      | 5/02 F         | done F | 9/- K
            SEND_CANCEL                     | 25/- K  | 9/- K       | 5/02 F        | 5/02 F        | 5/02 F  | done F      | 5/02 F         | 5/02 F | 9/- K
            unassigned (23)                 | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            SNP_LAUNCH_START                | 25/- K  | 25/- K      | 25/- K        | 25/- K        | 25/- K  | 25/- K      | 25/- K         | 25/- K | 9/- K
            SNP_LAUNCH_UPDATE               | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            SNP_LAUNCH_FINISH               | 25/- K  | 25/- K      | 25/- K        | 25/- K        | 25/- K  | 25/- K      | 25/- K         | 25/- K | 9/- K
            SNP_ENABLE_REQ_CERTS            | 22/- K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            """);

    /** What a machine for SEV-ES answers otherwise; the rows that are not here are those of SEV. */
    private static final CommandTable SEV_ES_DIFFERENCES = CommandTable.parse("""
            command                         | CREATED | INITIALISED | LAUNCH_UPDATE | LAUNCH_SECRET | RUNNING | SEND_UPDATE | RECEIVE_UPDATE | SENT   | CLOSED
            INIT                            | 22/- S  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            ES_INIT                         | done K  | 22/- K      | 22/- K        | 22/- K        | 22/- K  | 22/- K      | 22/- K         | 22/- K | 9/- K
            LAUNCH_UPDATE_VMSA              | 25/- K  | 9/- K       | done F        | 5/02 F        | 5/02 F  | 5/02 F      | 5/02 F         | 5/02 F | 9/- K
            SEND_UPDATE_VMSA, typed         | 25/- S  | 9/- S       | 5/02 F        | 5/02 F        | 5/02 F  | done F      | 5/02 F         | 5/02 F | 9/- K
            RECEIVE_UPDATE_VMSA, typed      | 25/- S  | 9/- S       | 5/02 F        | 5/02 F        | 5/02 F  | 5/02 F      | done F         | 5/02 F | 9/- K
            """);

    /** A machine for SEV-ES. */
    public static final CommandTable SEV_ES = new CommandTable(
            SEV.rowsAre(),
            SEV.states(),
            SEV.rows().stream()
                    .map(row -> SEV_ES_DIFFERENCES.rows().stream()
                            .filter(other -> other.command().equals(row.command()))
                            .findFirst()
                            .orElse(row))
                    .toList());

    /** The platform itself. */
    public static final CommandTable PLATFORM = CommandTable.parse("""
            command                  | UNINIT, read only | UNINIT  | INIT    | INIT, owned | WORKING | INIT, without SNP
            PLATFORM_STATUS          | done D            | done F  | done F  | done F      | done F  | done F
            FACTORY_RESET            | 1/- D             | done D  | done D  | done D      | 16/00 D | done D
            PEK_GEN                  | 1/- D             | done D  | done F  | done F      | 5/01 F  | done F
            PDH_GEN                  | 1/- D             | done D  | done F  | done F      | done F  | done F
            PEK_CSR, length          | 1/- D             | 5/04 F  | 5/04 F  | 5/04 F      | 5/04 F  | 5/04 F
            PEK_CSR                  | 1/- D             | done D  | done F  | done F      | done F  | done F
            PDH_CERT_EXPORT, length  | 1/- D             | 5/04 F  | 5/04 F  | 5/04 F      | 5/04 F  | 5/04 F
            PDH_CERT_EXPORT, short   | 1/- D             | 5/04 F  | 5/04 F  | 5/04 F      | 5/04 F  | 5/04 F
            PDH_CERT_EXPORT          | 1/- D             | done D  | done F  | done F      | done F  | done F
            PEK_CERT_IMPORT          | 1/- D             | done D  | done F  | 5/05 F      | 5/01 F  | done F
            GET_ID                   | done D            | done F  | done F  | done F      | done F  | done F
            GET_ID2, length          | 5/04 F            | 5/04 F  | 5/04 F  | 5/04 F      | 5/04 F  | 5/04 F
            GET_ID2                  | done D            | done F  | done F  | done F      | done F  | done F
            SNP_PLATFORM_STATUS      | done D            | done F  | done F  | done F      | done F  | 22/- D
            SNP_COMMIT               | done D            | done F  | done F  | done F      | done F  | 22/- D
            SNP_SET_CONFIG           | 1/- D             | done F  | done F  | done F      | done F  | 22/- D
            SNP_VLEK_LOAD            | 1/- D             | done F  | done F  | done F      | done F  | 22/- D
            """);

    /** A machine for SEV-SNP. */
    public static final CommandTable SEV_SNP = CommandTable.parse("""
            command                                 | CREATED | INITIALISED | LAUNCH STARTED | PAGES ADDED | RUNNING | CLOSED
            INIT                                    | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            ES_INIT                                 | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            INIT2                                   | done K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_START                            | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_UPDATE_DATA                      | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_UPDATE_VMSA                      | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_SECRET                           | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_MEASURE                          | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            LAUNCH_FINISH                           | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SEND_START                              | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SEND_UPDATE_DATA                        | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SEND_UPDATE_VMSA (10)                   | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SEND_FINISH                             | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            RECEIVE_START                           | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            RECEIVE_UPDATE_DATA                     | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            RECEIVE_UPDATE_VMSA (14)                | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            RECEIVE_FINISH                          | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            GUEST_STATUS                            | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            DBG_DECRYPT                             | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            DBG_ENCRYPT                             | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            CERT_EXPORT (19)                        | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            GET_ATTESTATION_REPORT                  | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SEND_CANCEL                             | 25/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            unassigned (23)                         | 22/- K  | 1/- K   | 1/- K   | 1/- K   | 1/- K   | 9/- K
            SNP_LAUNCH_START                        | 25/- K  | done F  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_START, flags                 | 25/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_START, policy bit 17 clear   | 25/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_START, newer minimum ABI     | 25/- K  | 5/07 F  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_UPDATE                       | 22/- K  | 22/- K  | done F  | done F  | 5/02 F  | 9/- K
            SNP_LAUNCH_UPDATE, flags                | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_UPDATE, no length            | 22/- K  | 22/- K  | 5/00 K  | 5/00 K  | 5/00 K  | 9/- K
            SNP_LAUNCH_FINISH                       | 25/- K  | 22/- K  | done F  | done F  | 5/02 F  | 9/- K
            SNP_LAUNCH_FINISH, flags                | 25/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_LAUNCH_FINISH, unreadable ID block  | 25/- K  | 22/- K  | 14/- K  | 14/- K  | 5/02 F  | 9/- K
            SNP_LAUNCH_FINISH, unreadable auth      | 25/- K  | 22/- K  | 14/- K  | 14/- K  | 5/02 F  | 9/- K
            SNP_LAUNCH_FINISH, ID block at 0        | 25/- K  | 22/- K  | 22/- K  | 22/- K  | 5/02 F  | 9/- K
            SNP_LAUNCH_FINISH, flags and no block   | 25/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            SNP_ENABLE_REQ_CERTS                    | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            unassigned (104)                        | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 9/- K
            """);

    /** SNP_LAUNCH_UPDATE: the type of a page against its state, while the guest is launched and while it runs. */
    public static final CommandTable SNP_PAGES = CommandTable.parse("""
            page type                               | shared | private | assigned | RUNNING, shared | RUNNING, private | RUNNING, assigned
            NORMAL (1)                              | 5/00 K  | done F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            ZERO (3)                                | 5/00 K  | done F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            UNMEASURED (4)                          | 5/00 K  | done F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            SECRETS (5)                             | 5/00 K  | done F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            CPUID (6)                               | 5/00 K  | done F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            CPUID, an answer that is not allowed    | 5/00 K  | 5/16 F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            CPUID, reserved bytes                   | 5/00 K  | 5/16 F  | 5/00 K  | 5/00 K  | 5/02 F  | 5/00 K
            NORMAL, no source                       | 5/00 K  | 5/00 K  | 5/00 K  | 5/00 K  | 5/00 K  | 5/00 K
            NORMAL, source not aligned              | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K
            unassigned (0)                          | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K
            VMSA (2)                                | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K
            unassigned (7)                          | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K  | 22/- K
            """);

    /** SNP_GUEST_REQUEST: what the guest is answered. */
    public static final CommandTable SNP_REQUESTS = CommandTable.parse("""
            message                                 | CREATED | INITIALISED | LAUNCH STARTED | PAGES ADDED | RUNNING | CLOSED
            unassigned (0)                          | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            CPUID_REQ                               | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | done F  | 0/10 S
            CPUID_RSP                               | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            KEY_REQ                                 | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | done F  | 0/10 S
            KEY_RSP                                 | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            REPORT_REQ                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | done F  | 0/10 S
            REPORT_RSP                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            EXPORT_REQ                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/15 S  | 0/10 S
            EXPORT_RSP                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            IMPORT_REQ                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/15 S  | 0/10 S
            IMPORT_RSP                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            ABSORB_REQ                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/15 S  | 0/10 S
            ABSORB_RSP                              | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            VMRK_REQ                                | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/15 S  | 0/10 S
            VMRK_RSP                                | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            ABSORB_NOMA_REQ                         | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/15 S  | 0/10 S
            ABSORB_NOMA_RSP                         | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            TSC_INFO_REQ                            | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | done F  | 0/10 S
            TSC_INFO_RSP                            | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            unassigned (19)                         | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            REPORT_REQ, extended                    | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | done F  | 0/10 S
            REPORT_REQ, message version 2           | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/16 F  | 0/10 S
            REPORT_REQ, number 0                    | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/1d F  | 0/10 S
            REPORT_REQ, number 3                    | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/1d F  | 0/10 S
            REPORT_REQ, another guest's key         | 0/10 S  | 0/10 S  | 0/02 F  | 0/02 F  | 0/0b F  | 0/10 S
            """);

    /** Commands of the firmware about a guest of SEV-SNP that no Linux hands to programs. */
    public static final CommandTable SNP_FIRMWARE = CommandTable.parse("""
            command                                 | CREATED | INITIALISED | LAUNCH STARTED | PAGES ADDED | RUNNING | CLOSED | DECOMMISSIONED
            SNP_GUEST_STATUS                        | 22/- S  | 22/- S  | done F  | done F  | done F  | 9/- S | 5/10 F
            SNP_DBG_DECRYPT                         | 22/- S  | 22/- S  | 5/1a F  | done F  | done F  | 9/- S | 5/10 F
            SNP_DBG_DECRYPT with DEBUG clear        | 22/- S  | 22/- S  | 5/1a F  | 5/07 F  | 5/07 F  | 9/- S | 5/10 F
            SNP_DBG_DECRYPT, a shared page          | 22/- S  | 22/- S  | 5/1a F  | 5/1a F  | 5/1a F  | 9/- S | 5/10 F
            SNP_DBG_ENCRYPT                         | 22/- S  | 22/- S  | 5/1a F  | done F  | done F  | 9/- S | 5/10 F
            SNP_DBG_ENCRYPT with DEBUG clear        | 22/- S  | 22/- S  | 5/1a F  | 5/07 F  | 5/07 F  | 9/- S | 5/10 F
            SNP_DBG_ENCRYPT, a shared page          | 22/- S  | 22/- S  | 5/1a F  | 5/1a F  | 5/1a F  | 9/- S | 5/10 F
            SNP_DECOMMISSION                        | 22/- S  | 22/- S  | done F  | done F  | done F  | 9/- S | 5/10 F
            SNP_LAUNCH_START                        | 25/- K  | done F  | 22/- K  | 22/- K  | 22/- K  | 9/- K | 22/- K
            SNP_LAUNCH_UPDATE                       | 22/- K  | 22/- K  | done F  | done F  | 5/02 F  | 9/- K | 5/10 F
            SNP_LAUNCH_FINISH                       | 25/- K  | 22/- K  | done F  | done F  | 5/02 F  | 9/- K | 5/10 F
            """);

    /** The platform beside a guest of SEV-SNP. */
    public static final CommandTable SNP_PLATFORM = CommandTable.parse("""
            command                                 | CREATED | INITIALISED | LAUNCH STARTED | PAGES ADDED | RUNNING | CLOSED
            SNP_PLATFORM_STATUS                     | done F  | done F  | done F  | done F  | done F  | done F
            SNP_COMMIT                              | done F  | done F  | done F  | done F  | done F  | done F
            SNP_SET_CONFIG                          | done F  | done F  | done F  | done F  | done F  | done F
            SNP_SET_CONFIG, above the committed TCB | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F
            SNP_SET_CONFIG, reserved flags          | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F  | 5/16 F
            SNP_VLEK_LOAD                           | done F  | done F  | done F  | done F  | done F  | done F
            SNP_VLEK_LOAD, for another TCB          | 5/21 F  | 5/21 F  | 5/21 F  | 5/21 F  | 5/21 F  | 5/21 F
            SNP_VLEK_LOAD, not for this chip        | 5/0b F  | 5/0b F  | 5/0b F  | 5/0b F  | 5/0b F  | 5/0b F
            """);

    /** Commands of the firmware about the platform that no Linux hands to programs. */
    public static final CommandTable FIRMWARE = CommandTable.parse("""
            command                                         | UNINIT  | UNINIT, an SNP guest | INIT    | WORKING | UNINIT, without SNP | INIT, without SNP
            SNP_FEATURE_INFO                                | done F  | done F               | done F  | done F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE                               | 5/01 F  | 5/01 F               | 5/01 F  | 5/01 F  | done F              | 5/01 F
            DOWNLOAD_FIRMWARE, an older version             | 5/01 F  | 5/01 F               | 5/01 F  | 5/01 F  | 5/03 F              | 5/01 F
            DOWNLOAD_FIRMWARE, another length               | 5/01 F  | 5/01 F               | 5/01 F  | 5/01 F  | 5/04 F              | 5/01 F
            DOWNLOAD_FIRMWARE, altered                      | 5/01 F  | 5/01 F               | 5/01 F  | 5/01 F  | 5/0a F              | 5/01 F
            DOWNLOAD_FIRMWARE_EX                            | done F  | done F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, committed                 | done F  | done F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, an older version          | 5/03 F  | 5/03 F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, a lower patch level       | 5/03 F  | 5/03 F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, another length            | 5/04 F  | 5/04 F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, altered                   | 5/0a F  | 5/0a F               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            DOWNLOAD_FIRMWARE_EX, another major version     | 5/24 S  | 5/24 S               | 5/01 F  | 5/01 F  | 5/11 S              | 5/11 S
            """);

    /** Commands by which the firmware ends a guest of SEV, typed; the columns are what became of the guest. */
    public static final CommandTable SEV_ENDS = CommandTable.parse("""
            command              | NO GUEST | LAUNCHED | RUNNING | DEACTIVATED | DEACTIVATED, had run | DECOMMISSIONED, another lives
            DEACTIVATE           | 5/01 F   | done F   | done F  | 5/08 F      | 5/08 F               | 5/10 F
            DECOMMISSION         | 5/01 F   | 5/12 F   | 5/12 F  | done F      | done F               | 5/10 F
            DF_FLUSH             | done F   | done F   | done F  | done F      | 5/0e F               | 5/0e F
            GUEST_STATUS         | 9/- K    | done F   | done F  | done F      | done F               | 5/10 F
            LAUNCH_UPDATE_DATA   | 9/- K    | done F   | 5/02 F  | 5/08 F      | 5/02 F               | 5/10 F
            DBG_DECRYPT          | 9/- K    | done F   | done F  | 5/08 F      | 5/08 F               | 5/10 F
            """);

    /** The firmware's commands about pages beside a guest. */
    public static final CommandTable SNP_PAGE_COMMANDS = CommandTable.parse("""
            command                                 | CREATED | INITIALISED | LAUNCH STARTED | PAGES ADDED | RUNNING | CLOSED
            SNP_LAUNCH_UPDATE                       | 5/10 F  | 5/10 F  | done F  | done F  | 5/02 F  | 9/- S
            SNP_PAGE_SWAP_OUT                       | 5/10 F  | 5/10 F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_SWAP_OUT, PAGE_SWAP_DISABLE    | 5/10 F  | 5/10 F  | 5/07 S  | 5/07 S  | 5/07 S  | 9/- S
            SNP_PAGE_SWAP_IN                        | 5/10 F  | 5/10 F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_SWAP_IN, PAGE_SWAP_DISABLE     | 5/10 F  | 5/10 F  | 5/07 S  | 5/07 S  | 5/07 S  | 9/- S
            SNP_PAGE_MOVE                           | 5/10 F  | 5/10 F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_MOVE, PAGE_SWAP_DISABLE        | 5/10 F  | 5/10 F  | 5/07 S  | 5/07 S  | 5/07 S  | 9/- S
            SNP_PAGE_MD_INIT                        | 5/10 F  | 5/10 F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_SET_STATE                      | done F  | done F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_RECLAIM                        | done F  | done F  | done F  | done F  | done F  | 9/- S
            SNP_PAGE_UNSMASH                        | done F  | done F  | done F  | done F  | done F  | 9/- S
            """);

    /** The firmware's commands about pages, by a page's state. */
    public static final CommandTable SNP_PAGE_STATES = CommandTable.parse("""
            command, and which page               | HYPERVISOR | HV_FIXED | FIRMWARE | RECLAIM | CONTEXT | METADATA | PRE_GUEST | PRE_SWAP | GUEST_INVALID | GUEST_VALID | DEFAULT
            SNP_LAUNCH_UPDATE, context            | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/02 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F
            SNP_LAUNCH_UPDATE, page               | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/02 F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_OUT, context            | 5/10 F | 5/10 F | 5/10 F | 5/10 F | done F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F
            SNP_PAGE_SWAP_OUT, data               | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | done F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_OUT, VMSA               | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | done F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_OUT, metadata           | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_OUT, destination        | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F
            SNP_PAGE_SWAP_OUT, entry              | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_IN, context             | 5/10 F | 5/10 F | 5/10 F | 5/10 F | done F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F
            SNP_PAGE_SWAP_IN, source              | done F | done F | done F | done F | 5/0b F | 5/0b F | done F | 5/0b F | done F | 5/0b F | done F
            SNP_PAGE_SWAP_IN, data                | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_IN, in place            | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_IN, VMSA                | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_IN, metadata            | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SWAP_IN, entry               | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1b F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_MOVE, context                | 5/10 F | 5/10 F | 5/10 F | 5/10 F | done F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F
            SNP_PAGE_MOVE, page                   | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | done F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_MOVE, destination            | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_MOVE, metadata               | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_MOVE, metadata's destination | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_MD_INIT, context             | 5/10 F | 5/10 F | 5/10 F | 5/10 F | done F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F | 5/10 F
            SNP_PAGE_MD_INIT, page                | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F
            SNP_PAGE_SET_STATE                    | 5/1a F | 5/1a F | done F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F
            SNP_PAGE_RECLAIM                      | done F | 5/1a F | done F | done F | 5/1a F | done F | done F | done F | done F | done F | 5/1a S
            SNP_PAGE_RECLAIM, 2 MiB               | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/19 F | 5/1a S
            SNP_PAGE_UNSMASH, all 512             | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | 5/1a F | done F | done F | 5/1a F | 5/1a F | 5/1a F
            """);

    /** SNP_PAGE_SWAP_IN of what was swapped out. */
    public static final CommandTable SNP_SWAPPED_PAGES = CommandTable.parse("""
            what is wrong                          | data   | data, 2 MiB | VMSA   | metadata
            nothing                                | done F | done F | done F | done F
            nothing, with the root entry           | done F | done F | done F | done F
            it came back before                    | 5/1b F | 5/1b F | 5/1b F | 5/1b F
            a bit of it was changed                | 5/0b F | 5/0b F | 5/0b F | 5/0b F
            it is another page of this guest       | 5/0b F | 5/0b F | 5/0b F | 5/0b F
            it is another guest's                  | 5/0b F | 5/0b F | 5/0b F | 5/0b F
            the entry is another guest's           | 5/1c F | 5/1c F | 5/1c F | 5/1c F
            page and entry are another guest's     | 5/1c F | 5/1c F | 5/1c F | 5/1c F
            the entry was never written            | 5/1b F | 5/1b F | 5/1b F | 5/1b F
            the entry is not at a multiple of 64   | 5/16 F | 5/16 F | 5/16 F | 5/16 F
            the entry lies in the destination      | 5/16 F | 5/16 F | 5/16 F | 5/16 F
            it was of another kind                 | 5/1b F | 5/1b F | 5/1b F | 5/1b F
            it had the other size                  | 5/19 F | 5/19 F | 5/19 F | 5/19 F
            the destination is another guest's     | 5/1c F | 5/1c F | 5/1c F | -
            in place, of two pages                 | 5/09 F | 5/09 F | 5/16 F | 5/16 F
            there is no memory for it              | 5/09 S | 5/09 S | 5/09 S | 5/09 S
            an address is not of a page            | 5/16 F | 5/16 F | 5/16 F | 5/16 F
            """);

    private Tables() {}
}
