/** What guest types need of the platform: channels to its two modules, and how these measure. */
@Version("1.0.0")
package com.example.registervm;

import org.osgi.annotation.versioning.Version;
