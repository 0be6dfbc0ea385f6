// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import com.google.gson.JsonObject;

/** The classes of errors of QMP (QEMU, qapi/error.json). */
public enum ErrorClass {
    /** Everything that is none of the others. */
    GENERIC("GenericError"),
    /** There is no such command, or not now. */
    COMMAND_NOT_FOUND("CommandNotFound"),
    /** There is no such object. */
    DEVICE_NOT_FOUND("DeviceNotFound");

    private final String word;

    ErrorClass(String word) {
        this.word = word;
    }

    /** An error of this class. */
    public QmpException error(String description) {
        return new QmpException(this, description);
    }

    JsonObject json(String description) {
        JsonObject json = new JsonObject();
        json.addProperty("class", word);
        json.addProperty("desc", description);
        return json;
    }
}
