// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.codes;

/** Codes of problems of commands and their options; see {@link org.cloister.api.ProblemCodes}. */
public final class CliCodes {
    /** Operation: the platform gave no certificates with the report. */
    public static final String ATTEST_CERTIFICATES = "attest.certificates";

    /** Host: guests of this type cannot ask for a report on themselves. */
    public static final String ATTEST_TYPE = "attest.type";

    /** Input: this is not a GHCB certificate table. */
    public static final String CERTS_KIND = "certs.kind";

    /** Input: a console is opened by the program, not from inside it. */
    public static final String CONSOLE_NESTED = "console.nested";

    /** Input: a domain has no file that an option names, or one that has to be named by an option. */
    public static final String DOMAIN_FILE = "domain.file";

    /** Input: the firmware's size is none that QEMU maps as the domain says. */
    public static final String DOMAIN_FIRMWARE = "domain.firmware";

    /** Operation: the guest did not end by itself, or not as it should. */
    public static final String EXECUTION_ENDED = "execution.ended";

    /** Host: the guest was launched, and cannot be run here. */
    public static final String EXECUTION_MISSING = "execution.missing";

    /** Input: options say how to fetch certificates, and nothing is to be fetched. */
    public static final String FETCH_OPTIONS = "fetch.options";

    /** Input: this is not a whole TCB version of this generation. */
    public static final String FETCH_TCB = "fetch.tcb";

    /** Input: it is not said whose certificates to fetch, or in two ways; or there is nothing to verify with. */
    public static final String FETCH_WHAT = "fetch.what";

    /** Input: this file is not base64. */
    public static final String FILE_BASE64 = "file.base64";

    /** Input: this file is empty. */
    public static final String FILE_EMPTY = "file.empty";

    /** Host: there is no place for a temporary file. */
    public static final String FILE_TEMPORARY = "file.temporary";

    /** Input: standard input is read twice, or two contents would go into one file. */
    public static final String FILE_TWICE = "file.twice";

    /** Input: there is no such guest. */
    public static final String GUEST_UNKNOWN = "guest.unknown";

    /** Input: this is not the launch digest of an SEV-SNP guest. */
    public static final String ID_BLOCK_MEASUREMENT = "id-block.measurement";

    /** Input: an option is for a kernel, and none is given. */
    public static final String KERNEL_MISSING = "kernel.missing";

    /** Input: this is not a key. */
    public static final String KEY_FILE = "key.file";

    /** Input: options say what to do with a report, or with its file, and there is none. */
    public static final String LAUNCH_ATTEST = "launch.attest";

    /** Input: options of a launch contradict each other, or are none that the running platform takes. */
    public static final String LAUNCH_CONTRADICTION = "launch.contradiction";

    /** Input: a report has no room for so much data. */
    public static final String LAUNCH_REPORT_DATA = "launch.report-data";

    /** Input: a secret is not given as a header, a payload and an address. */
    public static final String LAUNCH_SECRET = "launch.secret";

    /** Input: the guest's protection is given in two ways, or in half of one. */
    public static final String LAUNCH_SECURITY = "launch.security";

    /** Input: a setting is given twice with different values. */
    public static final String LAUNCH_TWICE = "launch.twice";

    /** Input: the type contradicts the settings of its protection, or has to be named. */
    public static final String LAUNCH_TYPE = "launch.type";

    /** Input: the file for lines of a log or a trace cannot be written. */
    public static final String LOG_FILE = "log.file";

    /** Input: --firmware-hash, --print-firmware-hash and --find exclude each other. */
    public static final String MEASURE_OPTIONS = "measure.options";

    /** Operation: what guests of this type measure is not known beforehand. */
    public static final String MEASURE_UNFORESEEABLE = "measure.unforeseeable";

    /** Input: --launch-digest stands for everything that is measured, and more is given. */
    public static final String MEASUREMENT_OPTIONS = "measurement.options";

    /** Input: a VMSA is missing, or is given where settings say what it would. */
    public static final String MEASUREMENT_VMSA = "measurement.vmsa";

    /** Input: what to write into a guest's memory is not given, or given twice. */
    public static final String MEMORY_CONTENT = "memory.content";

    /** Input: so much of a guest's memory is not read or written at once. */
    public static final String MEMORY_PIECE = "memory.piece";

    /** Input: what a receiver is pinned by is no SHA-256. */
    public static final String MIGRATE_PIN = "migrate.pin";

    /** Operation: another platform than the wanted one would receive the guest. */
    public static final String MIGRATE_RECEIVER = "migrate.receiver";

    /** Host: what certifies the keys of this platform is AMD's, and not here. */
    public static final String PLATFORM_AUTHORITIES = "platform.authorities";

    /** Input: this is the certificate of another key. */
    public static final String PLATFORM_CERTIFICATE = "platform.certificate";

    /** Host: this platform takes no commands of its own. */
    public static final String PLATFORM_CHANNEL = "platform.channel";

    /** Input: there is nothing to set. */
    public static final String PLATFORM_CONFIG = "platform.config";

    /** Input: this cannot be undone and was not confirmed. */
    public static final String PLATFORM_CONFIRM = "platform.confirm";

    /** Host: no such platform is installed here. */
    public static final String PLATFORM_MISSING = "platform.missing";

    /** Input: this is not a wrapped VLEK hashstick. */
    public static final String PLATFORM_VLEK = "platform.vlek";

    /** Input: QEMU or libvirt could not be given this file by its name. */
    public static final String PRINT_FILE = "print.file";

    /** Input: libvirt's XML is not written with this. */
    public static final String PRINT_UNSAID = "print.unsaid";

    /** Input: --refresh asks the platform that runs, and --root judges another host. */
    public static final String PROBE_CONTRADICTION = "probe.contradiction";

    /** Input: this is not a name and a value. */
    public static final String PROPERTY_SYNTAX = "property.syntax";

    /** Input: a property is given twice. */
    public static final String PROPERTY_TWICE = "property.twice";

    /** Input: a line does not say which report to verify and how, or there are none or too many. */
    public static final String REPORT_LINE = "report.line";

    /** Input: something follows the guest in a file that it is to be restored from. */
    public static final String RESTORE_TRAILING = "restore.trailing";

    /** Input: a folder of a running platform is named, and none is asked here. */
    public static final String RUN_FOLDER = "run.folder";

    /** Input: a platform is started by the program, not from inside one. */
    public static final String SERVE_NESTED = "serve.nested";

    /** Host: no service is there that does what was asked. */
    public static final String SERVICE_MISSING = "service.missing";

    /** Input: neither names of guests nor --all is given, or both are. */
    public static final String STOP_WHICH = "stop.which";

    /** Input: --minimum is for --type auto, and the type is named. */
    public static final String TYPE_MINIMUM = "type.minimum";

    /** Input: the vCPU model is given in more than one way, or in part only. */
    public static final String VCPU_OPTIONS = "vcpu.options";

    /** Input: this file is not a bundle. */
    public static final String TCK_BUNDLE = "tck.bundle";

    /** Input: the kit for vendors has no check of this name. */
    public static final String TCK_CHECK = "tck.check";

    /** Host: the kit for vendors, or what it tests with, does not lie beside the program. */
    public static final String TCK_INSTALLATION = "tck.installation";

    /** Operation: the process that tests a bundle cannot be started, or ended before it tested anything. */
    public static final String TCK_PROCESS = "tck.process";

    private CliCodes() {}
}
