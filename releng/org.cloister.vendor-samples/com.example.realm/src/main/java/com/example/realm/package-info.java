/** The guest type realm. Found as a service; nothing is exported. */
package com.example.realm;
