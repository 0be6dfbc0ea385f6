// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonObject;

/** What a client gets instead of an answer. */
public final class QmpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorClass errorClass;

    QmpException(ErrorClass errorClass, String description) {
        // It says everything to the client; where it came from is of no interest
        super(description, null, false, false);
        this.errorClass = errorClass;
    }

    /** The value of the answer's member {@code error}. */
    JsonObject json() {
        return errorClass.json(getMessage());
    }
}
