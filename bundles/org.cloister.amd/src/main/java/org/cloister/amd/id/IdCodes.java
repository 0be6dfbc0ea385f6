// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

/** Codes of problems of ID blocks; see {@link org.cloister.api.ProblemCodes}. */
final class IdCodes {
    /** Input: this is not as long as an ID authentication is. */
    static final String ID_AUTH_LENGTH = "id-auth.length";

    /** Input: this is not as long as an ID block is. */
    static final String ID_BLOCK_LENGTH = "id-block.length";

    /** Input: this version of the ID block is not known. */
    static final String ID_BLOCK_VERSION = "id-block.version";

    private IdCodes() {}
}
