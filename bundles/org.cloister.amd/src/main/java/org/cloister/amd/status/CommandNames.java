// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

/**
 * Names of commands, as Linux has them in {@code enum sev_cmd_id} and {@code include/uapi/linux/psp-sev.h} without the
 * prefixes: how a refusal names its command, and how tables of errors and statuses find it.
 */
public final class CommandNames {
    // Of KVM: KVM_MEMORY_ENCRYPT_OP, its commands, and the ioctls beside it
    public static final String CERT_EXPORT = "CERT_EXPORT";
    public static final String COPY_ENC_CONTEXT_FROM = "COPY_ENC_CONTEXT_FROM";
    public static final String DBG_DECRYPT = "DBG_DECRYPT";
    public static final String DBG_ENCRYPT = "DBG_ENCRYPT";
    public static final String ES_INIT = "ES_INIT";
    public static final String GET_ATTESTATION_REPORT = "GET_ATTESTATION_REPORT";
    public static final String GUEST_STATUS = "GUEST_STATUS";
    public static final String INIT = "INIT";
    public static final String INIT2 = "INIT2";
    public static final String LAUNCH_MEASURE = "LAUNCH_MEASURE";
    public static final String LAUNCH_SECRET = "LAUNCH_SECRET";
    public static final String LAUNCH_START = "LAUNCH_START";
    public static final String LAUNCH_UPDATE_DATA = "LAUNCH_UPDATE_DATA";
    public static final String LAUNCH_UPDATE_VMSA = "LAUNCH_UPDATE_VMSA";
    public static final String MEMORY_ENCRYPT_OP = "MEMORY_ENCRYPT_OP";
    public static final String MOVE_ENC_CONTEXT_FROM = "MOVE_ENC_CONTEXT_FROM";
    public static final String RECEIVE_START = "RECEIVE_START";
    public static final String RECEIVE_UPDATE_DATA = "RECEIVE_UPDATE_DATA";
    public static final String RECEIVE_UPDATE_VMSA = "RECEIVE_UPDATE_VMSA";
    public static final String REG_REGION = "REG_REGION";
    public static final String SEND_START = "SEND_START";
    public static final String SEND_UPDATE_DATA = "SEND_UPDATE_DATA";
    public static final String SEND_UPDATE_VMSA = "SEND_UPDATE_VMSA";
    public static final String SNP_ENABLE_REQ_CERTS = "SNP_ENABLE_REQ_CERTS";
    public static final String SNP_LAUNCH_FINISH = "SNP_LAUNCH_FINISH";
    public static final String SNP_LAUNCH_START = "SNP_LAUNCH_START";
    public static final String SNP_LAUNCH_UPDATE = "SNP_LAUNCH_UPDATE";
    public static final String UNREG_REGION = "UNREG_REGION";

    // Of the device /dev/sev
    public static final String FACTORY_RESET = "FACTORY_RESET";
    public static final String GET_ID = "GET_ID";
    public static final String GET_ID2 = "GET_ID2";
    public static final String PDH_CERT_EXPORT = "PDH_CERT_EXPORT";
    public static final String PDH_GEN = "PDH_GEN";
    public static final String PEK_CERT_IMPORT = "PEK_CERT_IMPORT";
    public static final String PEK_CSR = "PEK_CSR";
    public static final String PEK_GEN = "PEK_GEN";
    public static final String PLATFORM_STATUS = "PLATFORM_STATUS";
    public static final String SNP_COMMIT = "SNP_COMMIT";
    public static final String SNP_PLATFORM_STATUS = "SNP_PLATFORM_STATUS";
    public static final String SNP_SET_CONFIG = "SNP_SET_CONFIG";
    public static final String SNP_VLEK_LOAD = "SNP_VLEK_LOAD";

    // Of the firmware alone: no Linux hands them to programs
    public static final String DEACTIVATE = "DEACTIVATE";
    public static final String DECOMMISSION = "DECOMMISSION";
    public static final String DF_FLUSH = "DF_FLUSH";
    public static final String DOWNLOAD_FIRMWARE = "DOWNLOAD_FIRMWARE";
    public static final String DOWNLOAD_FIRMWARE_EX = "DOWNLOAD_FIRMWARE_EX";
    public static final String SNP_DECOMMISSION = "SNP_DECOMMISSION";
    public static final String SNP_PAGE_MD_INIT = "SNP_PAGE_MD_INIT";
    public static final String SNP_PAGE_MOVE = "SNP_PAGE_MOVE";
    public static final String SNP_PAGE_RECLAIM = "SNP_PAGE_RECLAIM";
    public static final String SNP_PAGE_SET_STATE = "SNP_PAGE_SET_STATE";
    public static final String SNP_PAGE_SWAP_IN = "SNP_PAGE_SWAP_IN";
    public static final String SNP_PAGE_SWAP_OUT = "SNP_PAGE_SWAP_OUT";
    public static final String SNP_PAGE_UNSMASH = "SNP_PAGE_UNSMASH";
    public static final String SNP_FEATURE_INFO = "SNP_FEATURE_INFO";
    public static final String SNP_GUEST_STATUS = "SNP_GUEST_STATUS";

    private CommandNames() {}
}
