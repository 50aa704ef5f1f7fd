INSERT INTO word VALUES ('three');
