"""Support of companies: what is given below its worth, the steps that de minimis aid asks for, and the room left."""
